package tune

import (
	"github.com/chatbotsmanagers/faqbot/internal/eval"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// shop is a made-up knowledge base.
func shop() *kb.Base {
	return kb.NewBase([]kb.Article{
		{
			ID: "delivery/time", Question: "Сколько идёт доставка?", Answer: "Обычно 1–3 дня, в отдалённые города до недели.",
			Also: []string{"когда привезут заказ", "срок доставки"}, Tests: []string{"скока ждать посылку", "за сколько дней придёт заказ"},
		},
		{
			ID: "delivery/price", Question: "Сколько стоит доставка?", Answer: "По городу 300 рублей, от 3000 рублей бесплатно.",
			Also: []string{"цена доставки", "доставка платная"}, Tests: []string{"почём доставка", "бесплатно ли привозите"},
		},
		{
			ID: "delivery/address", Question: "Как изменить адрес доставки?", Answer: "Напишите новый адрес до отправки посылки.",
			Also: []string{"указал не тот адрес", "поменять адрес"}, Tests: []string{"ошибся в адресе", "привезите на другой адрес"},
		},
		{
			ID: "delivery/pickup", Question: "Где забрать заказ самому?", Answer: "В пункте выдачи на улице Мира, 5, каждый день с 10 до 20.",
			Also: []string{"самовывоз", "пункт выдачи"}, Tests: []string{"можно самому забрать", "адрес пункта выдачи"},
		},
		{
			ID: "payment/card", Question: "Можно ли заплатить картой?", Answer: "Да, на сайте и курьеру.",
			Also: []string{"оплата картой", "картой при получении"}, Tests: []string{"карты принимаете", "оплатить картой курьеру"},
		},
		{
			ID: "payment/failed", Question: "Почему не проходит оплата?", Answer: "Проверьте лимит карты и попробуйте ещё раз через час.",
			Also: []string{"платёж отклонён", "ошибка при оплате"}, Tests: []string{"оплата не прошла", "не могу оплатить"},
		},
		{
			ID: "payment/receipt", Question: "Где мой чек?", Answer: "Чек приходит на почту в течение часа.",
			Also: []string{"прислать чек", "электронный чек"}, Tests: []string{"чек не пришёл", "нужен чек на покупку"},
		},
		{
			ID: "return/how", Question: "Как вернуть товар?", Answer: "Принесите товар в пункт выдачи в течение 14 дней.",
			Also: []string{"возврат товара", "сдать обратно"}, Tests: []string{"хочу вернуть чайник", "оформить возврат"},
		},
		{
			ID: "return/money", Question: "Когда вернут деньги?", Answer: "В течение 10 дней на ту же карту.",
			Also: []string{"деньги за возврат", "вернули товар а деньги нет"}, Tests: []string{"жду деньги за возврат", "когда придут деньги обратно"},
		},
		{
			ID: "return/broken", Question: "Что делать, если товар сломался?", Answer: "Отнесите его в сервис, гарантия один год.",
			Also: []string{"гарантия", "бракованный товар"}, Tests: []string{"чайник сломался", "пришёл брак"},
		},
		{
			ID: "account/password", Question: "Как восстановить пароль?", Answer: "Нажмите «Забыли пароль?» на странице входа.",
			Also: []string{"забыл пароль", "сбросить пароль"}, Tests: []string{"пароль не подходит", "не помню пароль"},
		},
		{
			ID: "account/bonus", Question: "Как потратить бонусы?", Answer: "Бонусами можно оплатить до трети заказа.",
			Also: []string{"списать баллы", "бонусная программа"}, Tests: []string{"на что потратить баллы", "бонусы не списываются"},
		},
	}, nil, nil)
}

// customers are made-up questions to the shop.
func customers() []eval.Question {
	var all []eval.Question
	for _, q := range []struct{ text, right string }{
		{"когда придёт мой заказ", "delivery/time"},
		{"долго ждать посылку?", "delivery/time"},
		{"заказал вчера, завтра привезёте?", "delivery/time"},
		{"сколько берёте за доставку", "delivery/price"},
		{"доставка бесплатная?", "delivery/price"},
		{"сколько платить курьеру", "delivery/price"},
		{"переехал, куда везёте", "delivery/address"},
		{"в заказе старый адрес что делать", "delivery/address"},
		{"где вас найти", "delivery/pickup"},
		{"до скольки работает пункт выдачи", "delivery/pickup"},
		{"наличных нет, только карта", "payment/card"},
		{"visa берёте", "payment/card"},
		{"пишет что платёж отклонён", "payment/failed"},
		{"деньги списались а заказа нет", "payment/failed"},
		{"пришлите чек пожалуйста", "payment/receipt"},
		{"чек для бухгалтерии", "payment/receipt"},
		{"не подошёл размер, вернуть хочу", "return/how"},
		{"сколько дней на возврат", "return/how"},
		{"где мои деньги", "return/money"},
		{"сдал куртку, денег нет", "return/money"},
		{"чайник перестал работать", "return/broken"},
		{"есть ли гарантия", "return/broken"},
		{"не могу войти в кабинет", "account/password"},
		{"сбросьте мне пароль", "account/password"},
		{"сколько у меня баллов", "account/bonus"},
		{"как списать бонусы", "account/bonus"},
		{"какая погода завтра", ""},
		{"вы берёте на работу?", ""},
		{"расскажи анекдот", ""},
		{"где купить велосипед", ""},
		{"сколько стоит реклама у вас", ""},
		{"можно ли с собакой", ""},
		{"почему небо синее", ""},
		{"когда новый год", ""},
	} {
		asked := eval.Question{Text: q.text, Line: len(all) + 1}
		if q.right != "" {
			asked.Right = []string{q.right}
		}
		all = append(all, asked)
	}
	return all
}
