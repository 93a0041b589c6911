package index_test

import (
	"context"
	"fmt"
	"log"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/kb"
)

func Example() {
	base := kb.NewBase([]kb.Article{
		{ID: "delivery", Question: "Сколько идёт доставка?", Also: []string{"когда привезут заказ"}, Answer: "Обычно 1–3 дня."},
		{ID: "refund", Question: "Как вернуть деньги за заказ?", Answer: "Напишите нам в течение 14 дней."},
		{ID: "norefund", Question: "Какие товары нельзя вернуть?", Answer: "Книги и лекарства."},
	}, nil, nil)
	ix, err := index.Build(context.Background(), base)
	if err != nil {
		log.Fatal(err)
	}
	defer ix.Close()

	for _, question := range []string{"скока идет дастафка", "какие товары вернуть нельзя"} {
		found, err := ix.Search(context.Background(), question, 1)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s -> %s\n", question, found.Hits[0].Article.ID)
	}
	// Output:
	// скока идет дастафка -> delivery
	// какие товары вернуть нельзя -> norefund
}

func ExampleIndex_Explain() {
	base := kb.NewBase([]kb.Article{
		{ID: "delivery", Question: "Сколько идёт доставка?", Answer: "Обычно 1–3 дня."},
		{ID: "refund", Question: "Как вернуть деньги?", Answer: "Напишите нам."},
	}, nil, nil)
	ix, err := index.Build(context.Background(), base)
	if err != nil {
		log.Fatal(err)
	}
	defer ix.Close()
	why, err := ix.Explain(context.Background(), "сколько ждать доставку", 1)
	if err != nil {
		log.Fatal(err)
	}
	for _, term := range why.Result.Terms {
		fmt.Println(term.Text, term.Stem, term.Known)
	}
	// Output:
	// сколько скольк true
	// ждать ждат false
	// доставку доставк true
}

func ExampleIndex_Update() {
	ctx := context.Background()
	articles := []kb.Article{
		{ID: "delivery", Question: "Сколько идёт доставка?", Answer: "Обычно 1–3 дня."},
		{ID: "refund", Question: "Как вернуть деньги?", Answer: "Напишите нам."},
	}
	ix, err := index.Build(ctx, kb.NewBase(articles, nil, nil))
	if err != nil {
		log.Fatal(err)
	}
	defer ix.Close()

	articles[0].Also = []string{"когда привезёт курьер"} // only this article is analysed again
	next, err := ix.Update(ctx, kb.NewBase(articles, nil, nil))
	if err != nil {
		log.Fatal(err)
	}
	defer next.Close()

	for _, state := range []*index.Index{ix, next} {
		found, err := state.Search(ctx, "во сколько будет курьер", 1)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(found.Terms[len(found.Terms)-1].Known)
	}
	// Output:
	// false
	// true
}

func ExampleLive() {
	ctx := context.Background()
	build := func(articles ...kb.Article) *index.Index {
		ix, err := index.Build(ctx, kb.NewBase(articles, nil, nil))
		if err != nil {
			log.Fatal(err)
		}
		return ix
	}
	live := index.NewLive(build(kb.Article{ID: "price", Question: "Сколько стоит доставка?", Answer: "300 рублей."}), nil)
	defer live.Close()

	ask := func(question string) {
		ix, release := live.Acquire() // stays open until it is released, whatever is put in its place
		defer release()
		found, err := ix.Search(ctx, question, 1)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(found.Hits[0].Article.Answer)
	}
	ask("почём доставка")
	live.Swap(build(kb.Article{ID: "price", Question: "Сколько стоит доставка?", Answer: "Бесплатно."}))
	ask("почём доставка")
	// Output:
	// 300 рублей.
	// Бесплатно.
}
