package index

import "strings"

// stopWords is short on purpose: what is rare in the articles is told from what is common by its idf, so only words
// go that would count as unknown in a small knowledge base although they say nothing, courtesies above all.
var stopWords = set(`
и а но да же ли бы ну вот то это этот эта эти в во на с со к ко у о об обо по за из от до для при про
я мне меня мной мы нам нас вы вам вас ты тебе тебя он она они его ее их мой моя мое мои моего моей моему моих мою наш ваш ваша ваше ваши вашей вашу
есть быть так уже еще просто там тут
здравствуйте здравствуй привет добрый доброе день утро вечер пожалуйста подскажите подскажи скажите скажи спасибо
the a an of to in on at for is are am be do does did i me my you your it its this that and or
hello hi please thanks`)

// negations are kept by the analysis and compared between a question and an article.
var negations = set(`не ни нет без нельзя невозможно not no without cannot never`)

// askingWords maps the words that ask to the kind of answer that they ask for.
var askingWords = kinds(map[string]string{
	"when":    "когда when",
	"where":   "где куда откуда where",
	"much":    "сколько скока скоко почем",
	"why":     "почему зачем отчего why",
	"how":     "как how",
	"who":     "кто кому кого who",
	"what":    "что чо че what",
	"which":   "какой какая какое какие каких какую каким which",
	"can":     "можно могу может можете can could",
	"whether": "разве",
})

// spoken maps words that are written as they are heard to their spelling. Only words of daily use that stand in no
// dictionary are here; a misspelt word is another matter.
var spoken = map[string]string{
	"скока": "сколько", "скоко": "сколько", "скок": "сколько", "чо": "что", "че": "что", "шо": "что", "щас": "сейчас", "ща": "сейчас",
	"када": "когда", "тока": "только", "токо": "только", "ваще": "вообще", "вобще": "вообще", "низя": "нельзя", "нету": "нет",
	"пжл": "пожалуйста", "пжлст": "пожалуйста", "плиз": "пожалуйста", "хочю": "хочу", "седня": "сегодня", "сення": "сегодня",
}

func set(words string) map[string]bool {
	in := map[string]bool{}
	for _, w := range strings.Fields(words) {
		in[w] = true
	}
	return in
}

func kinds(byKind map[string]string) map[string]string {
	of := map[string]string{}
	for kind, words := range byKind {
		for _, w := range strings.Fields(words) {
			of[w] = kind
		}
	}
	return of
}
