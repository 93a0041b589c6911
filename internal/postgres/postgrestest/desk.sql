-- A desk after two years of work: thirteen managers in two departments, 30,000 customers, 100,000 tickets that are over and 1,000 that are open,
-- with all that was said, done, sent and received about them. Rows refer to each other rightly by the way they are made;
-- to have it checked for each of two million would take longer than to make them.
SET session_replication_role = replica;
SET work_mem = '256MB';
SELECT setseed(0.5);

INSERT INTO managers (id, name, username, language, role, created_at)
SELECT 3000 + n, 'Менеджер-' || n, 'manager' || n, 'ru',
    CASE n WHEN 12 THEN 'manager' WHEN 13 THEN 'observer' ELSE 'administrator' END, now() - interval '3 years'
FROM generate_series(1, 13) n;

-- Most managers belong to no team; of the second only one can be at work, so that it is empty when that one goes home.
INSERT INTO team_members (team, manager_id)
VALUES ('склад', 3001), ('склад', 3002), ('склад', 3003), ('склад', 3012), ('деньги', 3006), ('деньги', 3013);
INSERT INTO routes (topic, team) VALUES ('Доставка', 'склад'), ('Возврат', 'склад'), ('Оплата', 'деньги');

INSERT INTO customers (id, first_name, last_name, username, language, created_at)
SELECT 100000 + n,
    (ARRAY['Анна', 'Борис', 'Вера', 'Глеб', 'Дарья', 'Егор', 'Жанна', 'Захар', 'Ирина', 'Кирилл'])[1 + n % 10],
    (ARRAY['Белова', 'Громов', 'Дроздова', 'Ершов', 'Зимина', 'Котов', 'Лосева', ''])[1 + n / 10 % 8],
    CASE WHEN n % 3 = 0 THEN '' ELSE 'user' || n END, CASE WHEN n % 20 = 0 THEN 'en' ELSE 'ru' END,
    now() - interval '2 years'
FROM generate_series(1, 30000) n;

-- A few customers write often, most once: the share of a customer falls with the square of the number. Of five tickets in
-- a row two are of one customer, so that there is something to merge.
INSERT INTO tickets (customer_id, state, origin, topic, question, refusal, hits, priority, tags, assignee_id,
    taken_at, last_author, merged_into, created_at, waiting_since, first_response_at, resolved_at, closed_at)
SELECT 100001 + floor(30000 * power((hashint4(n - (n % 5 = 0)::int) & 2147483647) / 2147483648.0, 2)), state,
    (ARRAY['miss', 'not_helped', 'asked_human', 'other'])[1 + n / 7 % 4],
    (ARRAY['Доставка', 'Оплата', 'Возврат', 'Разное', ''])[1 + n / 3 % 5],
    (ARRAY['Не пришёл', 'Где', 'Как вернуть', 'Почему не работает', 'Сколько стоит', 'Потерялся', 'Можно ли заменить', 'Когда будет'])[1 + n % 8]
        || ' ' || (ARRAY['заказ', 'возврат', 'чек', 'договор', 'курьер', 'кабинет', 'телефон', 'холодильник', 'диван', 'промокод', 'платёж'])[1 + n / 8 % 11]
        || ' ' || (ARRAY['из Казани', 'от марта', 'по акции', 'без коробки', 'на подарок', 'в субботу', 'для фирмы'])[1 + n / 88 % 7]
        || ' №' || 70000 + n || '?',
    'low_confidence', '[{"article_id": "delivery", "question": "Сколько идёт доставка?", "confidence": 0.3, "refused": "low_confidence"}]',
    (ARRAY['normal', 'normal', 'normal', 'high', 'normal', 'low', 'urgent', 'normal'])[1 + n / 5 % 8]::priority,
    CASE WHEN n % 4 = 0 THEN ARRAY['брак'] WHEN n % 9 = 0 THEN ARRAY['опт', 'срочно'] ELSE '{}' END,
    CASE WHEN state IN ('new', 'withdrawn') THEN NULL ELSE 3001 + n / 10 % 10 END, created + interval '10 minutes',
    CASE WHEN state IN ('new', 'open', 'waiting_manager', 'withdrawn') THEN 'customer' ELSE 'manager' END,
    CASE WHEN state = 'merged' THEN n - 1 END, created, created + interval '20 minutes',
    CASE WHEN state NOT IN ('new', 'open', 'withdrawn') THEN created + interval '15 minutes' END,
    CASE WHEN state IN ('resolved', 'closed') THEN created + interval '1 day' END,
    CASE WHEN state = 'closed' THEN created + interval '8 days' END
FROM (
    SELECT n, CASE
            WHEN n > 100000 THEN (ARRAY['new', 'new', 'new', 'new', 'open', 'open', 'waiting_customer', 'waiting_customer', 'waiting_manager', 'waiting_manager'])[1 + n % 10]
            WHEN n % 50 = 0 THEN 'merged'
            WHEN n % 50 = 1 THEN 'withdrawn'
            WHEN n > 99000 THEN 'resolved'
            ELSE 'closed' END AS state,
        now() - CASE WHEN n > 100000 THEN (101000 - n) * interval '3 minutes'
            ELSE interval '3 days' + (100000 - n) * interval '10 minutes' END AS created
    FROM generate_series(1, 101000) n
) AS made ORDER BY n;

INSERT INTO ticket_messages (ticket_id, author, author_id, kind, text, html, chat_id, telegram_id, created_at)
SELECT id, author, who, kind, said, said, who, 10 * id + m, created_at + m * interval '7 minutes'
FROM (
    SELECT id, m, created_at, author, CASE author WHEN 'customer' THEN customer_id ELSE coalesce(assignee_id, 3001) END AS who,
        CASE WHEN m > 1 AND id <= 100000 AND (id + m) % 13 = 0 THEN 'photo' ELSE 'text' END AS kind,
        CASE m WHEN 1 THEN question ELSE
            (ARRAY['Спасибо, подождём до пятницы', 'Пришлите, пожалуйста, фото упаковки', 'Номер чека потерян, есть выписка банка',
                'Курьер не дозвонился, привезём завтра', 'Деньги вернутся на карту за три дня', 'Коробка помята, но внутри всё цело'])[1 + (id + m) % 6]
            || ', накладная ' || 500000 + (id * m) % 90000 END AS said
    FROM (
        SELECT t.*, m, CASE WHEN m = 4 AND id % 6 = 5 THEN 'note' WHEN m % 2 = 1 THEN 'customer' ELSE 'manager' END AS author
        FROM tickets t CROSS JOIN generate_series(1, 4) m
        WHERE m <= CASE WHEN state IN ('new', 'open', 'withdrawn') THEN 1 ELSE 2 + id % 3 END
    ) AS numbered
) AS worded ORDER BY id, m;

-- Some customers said it in two lines.
INSERT INTO message_parts (message_id, place, chat_id, telegram_id, text, html)
SELECT m.id, n, m.chat_id, m.telegram_id + 5 * (n - 1), line, line
FROM ticket_messages m CROSS JOIN LATERAL (VALUES (1, split_part(m.text, ', ', 1)), (2, 'накладная позже')) AS part (n, line)
WHERE m.author = 'customer' AND m.kind = 'text' AND m.ticket_id % 3 = 0 ORDER BY m.id, n;

-- What the triggers would have done, had they not been left out.
INSERT INTO ticket_words
SELECT t.id, to_tsvector('russian', concat_ws(E'\n', t.question, array_to_string(t.tags, ', '), string_agg(m.text, E'\n' ORDER BY m.id)))
FROM tickets t JOIN ticket_messages m ON m.ticket_id = t.id GROUP BY t.id ORDER BY t.id;

INSERT INTO ticket_events (ticket_id, kind, actor_id, note, at)
SELECT t.id, e.kind, CASE e.by WHEN 'customer' THEN t.customer_id WHEN 'manager' THEN t.assignee_id END,
    CASE WHEN e.kind = 'answered' AND t.id % 5 = 0 THEN 'delivery' ELSE '' END, t.created_at + e.after
FROM tickets t JOIN (VALUES
    (1, 'created', 'customer', interval '0', ARRAY['new', 'open', 'waiting_customer', 'waiting_manager', 'resolved', 'closed', 'merged', 'withdrawn']),
    (2, 'taken', 'manager', interval '10 minutes', ARRAY['open', 'waiting_customer', 'waiting_manager', 'resolved', 'closed', 'merged']),
    (3, 'answered', 'manager', interval '15 minutes', ARRAY['waiting_customer', 'waiting_manager', 'resolved', 'closed', 'merged']),
    (4, 'replied', 'customer', interval '20 minutes', ARRAY['waiting_manager', 'resolved', 'closed']),
    (5, 'merged', 'manager', interval '1 hour', ARRAY['merged']),
    (6, 'withdrawn', 'customer', interval '1 hour', ARRAY['withdrawn']),
    (7, 'resolved', 'manager', interval '1 day', ARRAY['resolved', 'closed']),
    (8, 'closed', '', interval '8 days', ARRAY['closed'])
) AS e (n, kind, by, after, states) ON t.state = ANY (e.states)
ORDER BY t.id, e.n;

-- What carried each message to the other side stays as long as its ticket; then what the bot said about tickets, and of
-- other things in the last two weeks.
INSERT INTO outbox (chat_id, method, params, ticket_id, message_id, created_at, sent_at, telegram_id)
SELECT CASE m.author WHEN 'customer' THEN coalesce(t.assignee_id, 3001) ELSE t.customer_id END,
    CASE m.kind WHEN 'text' THEN 'sendMessage' ELSE 'copyMessage' END, '{"text": "№ · Анна"}', m.ticket_id, m.id,
    m.created_at, m.created_at, 2000000 + m.id
FROM ticket_messages m JOIN tickets t ON t.id = m.ticket_id WHERE m.author <> 'note' ORDER BY m.id;
INSERT INTO outbox (chat_id, method, params, ticket_id, created_at, sent_at, telegram_id)
SELECT customer_id, 'sendMessage', '{"text": "Заявка принята"}', id, created_at, created_at, 4000000 + id
FROM tickets ORDER BY id;
INSERT INTO outbox (chat_id, method, params, created_at, sent_at, telegram_id)
SELECT 100001 + n % 30000, 'sendMessage', '{"text": "Обычно 1–3 дня."}', at, at, 6000000 + n
FROM (SELECT n, now() - (60000 - n) * interval '20 seconds' AS at FROM generate_series(1, 60000) n) AS sent ORDER BY n;

-- Groups have shown the tickets of the last months, and the managers' chats before that what still waits.
INSERT INTO group_chats (chat_id, title, topic, language, bound_by, bound_at) VALUES
    (-100500, 'Отдел', '', 'ru', 3001, now() - interval '200 days'), (-100501, 'Склад', 'Склад', 'ru', 3001, now() - interval '200 days');
INSERT INTO group_cards (ticket_id, chat_id, outbox_id, shown)
SELECT ticket_id, CASE WHEN ticket_id % 5 = 0 THEN -100500 ELSE -100501 END, id, '\x00'
FROM outbox WHERE ticket_id > 70000 AND ticket_id <= 100000 AND message_id IS NULL;
WITH offers AS (
    INSERT INTO outbox (chat_id, method, params, ticket_id, created_at, sent_at, telegram_id)
    SELECT m.id, 'sendMessage', '{"text": "Новая заявка"}', t.id, t.created_at, t.created_at, 7000000 + t.id
    FROM tickets t CROSS JOIN managers m WHERE m.role <> 'observer' AND t.state = 'new' AND t.id % 2 = 1 AND t.priority IN ('low', 'normal')
    RETURNING id, ticket_id
)
INSERT INTO announcements (ticket_id, outbox_id, shown) SELECT ticket_id, id, '' FROM offers;

INSERT INTO inbox (bot_id, update_id, chat_id, kind, raw, received_at, handled_at)
SELECT (SELECT coalesce(nullif(current_setting('desk.bot', true), ''), '1')::bigint), n - 100000, 100001 + n % 30000, 'message',
    '{"message": {"text": "Где заказ?"}}', at, at
FROM (SELECT n, now() - (50000 - n) * interval '3 seconds' AS at FROM generate_series(1, 50000) n) AS came ORDER BY n;

INSERT INTO outcomes (customer_id, question, telegram_id, kind, reason, confidence, article_id, hits, ticket_id, verdict, asked_at)
SELECT customer_id, question, 10 * id + 1, 'escalated', 'low_confidence', 0.3, 'delivery', hits, id, '', created_at FROM tickets ORDER BY id;
INSERT INTO outcomes (customer_id, question, telegram_id, kind, reason, confidence, article_id, verdict, asked_at)
SELECT 100001 + floor(30000 * power(random(), 2)), 'когда привезут заказ ' || n, 3000000 + n, 'answered', 'confident', 0.95, 'delivery',
    CASE WHEN n % 3 = 0 THEN 'helped' WHEN n % 10 = 0 THEN 'not_helped' ELSE '' END, now() - (100000 - n) * interval '10 minutes'
FROM generate_series(1, 100000) n;

INSERT INTO dialogues (user_id, last_outcome_id, touched_at)
SELECT customer_id, max(id), max(asked_at) FROM outcomes GROUP BY customer_id;
INSERT INTO contacts (customer_id, phone, consent_at)
SELECT 100000 + n * 3, '+7912' || 1000000 + n, now() - interval '1 year' FROM generate_series(1, 10000) n;

INSERT INTO drafts (ticket_id, kind, state, article_id, topic, question, answer, author_id, created_at, seen_at)
SELECT id, CASE WHEN id % 3 = 0 THEN 'phrasing' ELSE 'article' END,
    CASE WHEN id > 98000 THEN 'waiting' WHEN id % 5 = 0 THEN 'rejected' ELSE 'published' END,
    CASE WHEN id % 3 = 0 THEN 'delivery' ELSE '' END, '', question, 'Обычно 1–3 дня.', assignee_id, created_at, created_at
FROM tickets WHERE id % 20 = 7 AND state = 'closed' ORDER BY id;
INSERT INTO draft_events (draft_id, kind, actor_id, at)
SELECT d.id, e.kind, d.author_id, d.created_at FROM drafts d CROSS JOIN (VALUES ('proposed'), ('published')) AS e (kind)
WHERE e.kind = 'proposed' OR d.state = 'published' ORDER BY d.id, e.kind;
INSERT INTO draft_prompts (outbox_id, draft_id, part)
SELECT o.id, d.id, 'question' FROM drafts d JOIN outbox o ON o.ticket_id = d.ticket_id AND o.message_id IS NULL;
INSERT INTO article_prompts (outbox_id, ticket_id)
SELECT id, ticket_id FROM outbox WHERE message_id IS NULL AND ticket_id BETWEEN 90001 AND 95000;
INSERT INTO wishes (ticket_id, agreed_at, kept_at)
SELECT id, created_at, CASE WHEN id % 2 = 0 THEN created_at END FROM tickets WHERE id % 20 IN (6, 7, 8) AND state = 'closed';

-- Most customers rated, the others were reminded.
INSERT INTO ratings (ticket_id, manager_id, score, comment, asked_at, reminded_at, rated_at)
SELECT id, assignee_id, CASE WHEN rated THEN 1 + id % 5 END, CASE WHEN rated AND id % 7 = 0 THEN 'Быстро и вежливо' ELSE '' END,
    resolved_at, CASE WHEN NOT rated THEN resolved_at + interval '1 day' END, CASE WHEN rated THEN resolved_at + interval '1 hour' END
FROM (SELECT *, id % 4 <> 0 AS rated FROM tickets WHERE state IN ('resolved', 'closed') AND resolved_at IS NOT NULL) AS ended ORDER BY id;

INSERT INTO audit_log (at, actor_id, deed, ticket_id, person_id)
SELECT created_at, 3001 + id % 11, 'assigned', id, 3001 + id % 10 FROM tickets WHERE id % 2 = 0 ORDER BY id;
INSERT INTO invitations (token_hash, role, created_by, created_at, expires_at)
SELECT sha256(int8send(n)), 'manager', 3001, now() - interval '2 days', now() - interval '1 day' FROM generate_series(1, 20) n;

RESET session_replication_role;
RESET work_mem;
ANALYZE;
