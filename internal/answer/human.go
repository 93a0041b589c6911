package answer

import "strings"

// wantsHuman tells whether a message is nothing but a wish to talk to a person: «оператор», «позовите живого человека»,
// "can I talk to a human?". One word more and it is a question: «как добавить оператора?».
func wantsHuman(text string, known map[string]bool) bool {
	words := wordsOf(text)
	heard := map[manners]bool{}
	for at := 0; at < len(words); {
		n, is := manneredAt(words[at:], known)
		if n == 0 {
			return false
		}
		heard[is] = true
		at += n
	}
	wished := heard[wish]
	switch {
	case heard[noBot]:
		return wished || heard[person] || heard[anyone]
	case heard[person]:
		return wished || !heard[pleased] // «спасибо, менеджер» is said to a person
	default:
		return heard[anyone] && wished
	}
}

// manners are what a word does in a wish for a person.
type manners int

const (
	alongside manners = iota // goes along
	person                   // names somebody who answers customers, and is a wish by itself
	anyone                   // names a person who may be meant otherwise
	wish                     // asks for one
	noBot                    // says what is not wanted
	pleased                  // small talk that takes the wish out of a bare name
)

// manneredAt returns how many words the phrase at the beginning has and what it does, 0 when a wish has no such words.
func manneredAt(words []string, known map[string]bool) (int, manners) {
	for n := min(longestWish, len(words)); n > 0; n-- {
		if is, ok := wishes[strings.Join(words[:n], " ")]; ok {
			return n, is
		}
	}
	if n, reason := phraseAt(words, known); n > 0 {
		if reason == Thanks || reason == Farewell || reason == Chatter {
			return n, pleased
		}
		return n, alongside
	}
	if known[words[0]] || strings.HasSuffix(words[0], "ы") || strings.HasSuffix(words[0], "s") { // a plural is no slip
		return 0, alongside
	}
	for _, name := range mistakable {
		if misspelt(words[0], name) {
			return 1, person
		}
	}
	return 0, alongside
}

// longestWish is the number of words of the longest entry of wishes.
const longestWish = 4

// mistakable are the names of persons that may be misspelt and still be known.
var mistakable = []string{"оператор", "оператора", "оператором", "менеджер", "менеджера", "менеджером", "консультант", "консультанта", "operator", "manager"}

// wishes are the words of a wish for a person, spelt as wordsOf returns it. Plurals stand here only where nobody means
// a product by them: «операторы» is a topic. So is «подключить оператора», while «подключите оператора» is a wish.
var wishes = func() map[string]manners {
	of := map[string]manners{}
	for is, list := range map[manners]string{
		person: `оператор, оператора, оператору, оператором, менеджер, менеджера, менеджеру, менеджером, манагер, манагера,
			консультант, консультанта, консультанту, консультантом, человек, человека, человеку, человеком, человечек, человечка,
			живые люди, живых людей, живыми людьми, живым людям,
			operator, the operator, the manager, human, human being, manager, agent, representative, human agent, live agent, live person, real person`,
		anyone: `сотрудник, сотрудника, сотрудником, специалист, специалиста, специалистом, специалисту, администратор, администратора,
			администратором, админ, админа, админом, поддержку, поддержкой, поддержка, техподдержку, техподдержкой, службу поддержки, службой поддержки,
			люди, людей, людьми, людям, кто, кто то, кто нибудь, кого нибудь, кем нибудь, кого то, кем то, кому нибудь,
			person, people, someone, somebody, anyone, anybody, support, staff, consultant`,
		wish: `позови, позовите, позвать, зови, зовите, соедини, соедините, соединить, свяжи, свяжите, связаться, связь, переключи, переключите, переключить,
			переведи, переведите, перевести, дай, дайте, нужен, нужна, нужны, нужно, надо, хочу, хочется, хотел, хотела, хотим, желаю, требую, прошу,
			поговорить, говорить, пообщаться, общаться, переговорить, вызови, вызовите, вызвать, подключи, подключите, пригласи, пригласите,
			живой, живого, живым, живому, живая, живую, реальный, реального, реальным, настоящий, настоящего, настоящим,
			call, talk, speak, chat, connect, transfer, get, give, need, want, wanna, would like, id like, real, live, actual, living`,
		noBot: `а не с ботом, а не с роботом, а не бот, а не бота, а не робот, а не робота, не с ботом, не с роботом, не бот, не бота, не робота,
			не с машиной, а не с машиной, не с программой, не хочу с ботом, не хочу с роботом, not a bot, not with a bot, not a robot, not a machine, not the bot`,
		alongside: `мне, меня, нам, нас, с, со, на, к, бы, есть, у вас, можно, можно ли, могу, могу я, можете, можешь, можем, ли, срочно, сейчас, скорее, быстро, быстрее,
			немедленно, прямо, плиз, плз, пж, пжл, пожалуйста, какого, какой, лучше, именно, только, с кем, помощь, помощи, уже, тогда, другого, вашего, вашим, ваш,
			i, im, we, me, us, to, a, an, to the, with the, with, can, could, may, let, my, your, some, now, urgently, asap, pls, plz, is there, any, just, like, through`,
	} {
		for _, phrase := range strings.Split(list, ",") {
			of[strings.Join(wordsOf(phrase), " ")] = is
		}
	}
	return of
}()
