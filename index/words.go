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

// askingKind is a set of kinds of answers that question words ask for, a bit each.
type askingKind uint16

// askingWords maps the words that ask to the kind of answer that they ask for.
var askingWords = kinds(
	"когда when",
	"где куда откуда where",
	"сколько скока скоко почем",
	"почему зачем отчего why",
	"как how",
	"кто кому кого who",
	"что чо че what",
	"какой какая какое какие каких какую каким which",
	"можно могу может можете can could",
	"разве",
)

// lightWords stand in questions of every kind and hardly tell them apart. In a small knowledge base chance makes some of
// them rare, and their idf would speak for articles that have nothing in common with the question but the way to ask.
var lightWords = set(`если чтобы чтоб который которая которое которые которого которой которых которую котором
 свой своя свое свои своего своей своих свою своем себя себе собой сам сама сами само весь вся все всего всех всем всю
 такой такая такое такие такого таких такую тот та те того той тех тому ту тем
 надо нужно нужен нужна нужны необходимо должен должна должно должны следует
 хочу хочется хотел хотела хотелось хотим хочет хотите хотят узнать понять знать знаете знаю интересует интересно
 вопрос вопросы вопросик помогите помочь поможет делать сделать делаю сделал получается получилось получится
 был была были было будет будут буду будем будете стал стала стало является являются
 только также тоже вообще именно даже хотя хоть либо или ведь вот пока потом теперь сейчас сегодня очень ладно короче типа
 нибудь ничего никак никто нигде другой другая другое другие других другого один одна одно одни раз
 них него нее ней ним ними им ее чем чему чего ком том этом этого этой этих этому эту этим
 через после перед между под над кроме около вместо против среди ради уважаемые день хорошо ок возможно возможность
 have has had was were will would should want need get if when there any some with from by as so then than`)

// lightWeight is what a light or asking word counts of its idf. On the development sets 0.15 to 0.5 are equally good, and
// 1 finds 1 to 2 of 100 questions less.
const lightWeight = 0.3

// light tells whether a word hardly tells one question from another. Question words are compared by their kind instead.
func (w Word) light() bool { return w.Class == Asking || lightWords[w.Text] }

// spoken maps words that are written as they are heard to their spelling. Only words of daily use that stand in no
// dictionary are here; a misspelt word is another matter.
var spoken = map[string]string{
	"скока": "сколько", "скоко": "сколько", "скок": "сколько", "чо": "что", "че": "что", "шо": "что", "што": "что", "щас": "сейчас", "ща": "сейчас",
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

func kinds(words ...string) map[string]askingKind {
	of := map[string]askingKind{}
	for i, ofKind := range words {
		for _, w := range strings.Fields(ofKind) {
			of[w] = 1 << i
		}
	}
	return of
}
