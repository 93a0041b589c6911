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
