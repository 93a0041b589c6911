package answer

import (
	"slices"
	"strings"
)

// longestPhrase is the number of words of the longest entry of phrases.
const longestPhrase = 4

// phrases are what people say when they ask for nothing, spelt as wordsOf returns it. Entries of the empty sort only
// go along with others: alone they are no small talk.
var phrases = func() map[string]Reason {
	of := map[string]Reason{}
	for reason, list := range map[Reason]string{
		Greeting: `привет, приветик, приветики, приветствую, здравствуйте, здравствуй, здрасте, здрасьте, здрасти, драсте, дратути,
			здорово, здаров, здарова, дарова, хай, хелло, хеллоу, хей, ку, салют, йо, прив, здр,
			добрый день, доброе утро, добрый вечер, доброго дня, доброго утра, доброго вечера, доброй ночи, доброго времени суток,
			добрый, день добрый, утро доброе, вечер добрый, доброго здоровья,
			как дела, как ты, как жизнь, как поживаете, ты тут, вы тут, вы здесь, есть кто, есть кто нибудь, кто нибудь есть,
			можно вопрос, есть вопрос, у меня вопрос, у меня есть вопрос, можно спросить, можно задать вопрос, хочу спросить,
			hello, hi, hey, hiya, yo, greetings, good morning, good day, good evening, good afternoon, howdy,
			how are you, whats up, sup, anybody here, anyone here, i have a question`,
		Thanks: `спасибо, спасибочки, спасибки, пасибо, пасиб, пасибки, спс, спсб, сп, благодарю, благодарим, благодарен, благодарна,
			большое спасибо, спасибо большое, спасибо огромное, огромное спасибо, от души, мерси, сенкс, сенкью, помогло, помогли,
			вы помогли, вы мне помогли, ты помог, выручили, вопросов нет, вопросов больше нет, больше вопросов нет,
			thanks, thank you, thx, ty, tnx, thanks a lot, thank you very much, thank you so much, many thanks, cheers`,
		Farewell: `пока, пока пока, покеда, до свидания, до свиданья, досвидания, досвиданья, до встречи, до скорого, до завтра,
			всего доброго, всего хорошего, всего наилучшего, хорошего дня, хорошего вечера, хороших выходных, удачи, удачного дня,
			спокойной ночи, прощайте, прощай, бай, чао,
			bye, bye bye, goodbye, good bye, see you, see ya, good night, have a nice day, cya`,
		Chatter: `ок, окей, окэй, океюшки, оки, да, нет, неа, ага, угу, ну, ну да, ну ок, мда, м, эм, хм, гм, а, о, ого, ой, ура,
			понятно, понял, поняла, ясно, ясненько, хорошо, ладно, лады, договорились, принято, супер, класс, круто, отлично,
			прекрасно, замечательно, лол, кек, норм, нормально, пон, плюс, тест, test, проверка,
			ok, okay, okey, k, kk, yes, no, yep, nope, yeah, sure, fine, great, cool, nice, lol, got it, i see, awesome, perfect`,
		Swearing: `тупой бот, бот тупой, глупый бот, бот глупый, дурацкий бот, бесполезный бот, бот бесполезный, отстой, фигня, хрень,
			идиот, идиоты, дебил, дебилы, дурак, дураки, урод, уроды, козел, козлы, придурок, придурки, тупица, тварь, твари,
			лох, лохи, мразь, сволочь, сволочи, гады, бред, задолбали, задолбал, достали, достал, бесите, бесишь, иди лесом,
			пошел ты, пошли вы, да пошел ты, да пошли вы, заткнись, отстань, отвали, нахрен, нахер, нафиг, на хрен, на фиг,
			иди нахрен, иди нафиг, иди к черту, тупой, тупая, тупые, глупый, глупая, глупые, бестолковый, бестолковая, никчемный,
			никчемная, бесполезный, бесполезная, издеваетесь, издеваешься, вы издеваетесь, ты издеваешься,
			idiot, idiots, stupid, stupid bot, moron, useless bot, dumb bot, screw you, damn, damn it, crap, wtf`,
		"": `вам, тебе, вас, тебя, всем, вы, ты, большое, огромное, очень, и, же, уже, так, все, бот, ботик, друзья, коллеги, ребята,
			девушка, девушки, господа, че, чо, что ли, уважаемые, пожалуйста, подскажите, подскажи, подскажите пожалуйста, скажите, скажите пожалуйста, за помощь, за ответ, за информацию,
			за подробный ответ, за быстрый ответ, еще раз, снова, опять, это, блин, какой, какие, какая, совсем, вообще, просто,
			you, there, all, very, much, so, bot, guys, everyone, team, for help, for the help, for your help, please, again`,
	} {
		for _, phrase := range strings.Split(list, ",") {
			words := wordsOf(phrase)
			of[strings.Join(words, " ")] = reason
		}
	}
	return of
}()

// courtesies are the single words that may be misspelt and still be known, sorted so that the choice is always the same.
var courtesies = func() []string {
	var words []string
	for phrase, reason := range phrases {
		if reason != "" && !strings.Contains(phrase, " ") {
			words = append(words, phrase)
		}
	}
	slices.Sort(words)
	return words
}()
