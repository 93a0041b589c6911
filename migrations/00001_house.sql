-- +goose Up

-- What Telegram sent, in order of arrival within a chat. Handled rows stay for two days, since Telegram repeats an
-- update for at most one, so that none is handled twice. An update that fails again and again is set aside
-- (failed_at), so that it does not block its chat for ever; these are all of them:
--     SELECT seq, update_id, chat_id, kind, attempts, failed_at, error FROM inbox WHERE failed_at IS NOT NULL;
-- and this has one tried again once its cause is gone:
--     UPDATE inbox SET failed_at = NULL, attempts = 0, not_before = '-infinity' WHERE seq = …;
CREATE TABLE inbox (
    seq         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bot_id      bigint      NOT NULL,
    update_id   bigint      NOT NULL,
    chat_id     bigint      NOT NULL,
    kind        text        NOT NULL,
    raw         json        NOT NULL, -- not jsonb, which refuses some strings that JSON allows
    answered    boolean     NOT NULL DEFAULT false,
    received_at timestamptz NOT NULL,
    attempts    integer     NOT NULL DEFAULT 0,
    not_before  timestamptz NOT NULL DEFAULT '-infinity',
    handled_at  timestamptz,
    failed_at   timestamptz,
    error       text, -- SQLSTATE or the kind of failure, never a message's text
    UNIQUE (bot_id, update_id)
);
CREATE INDEX inbox_waiting ON inbox (bot_id, seq) WHERE handled_at IS NULL AND failed_at IS NULL;
CREATE INDEX inbox_waiting_of_chat ON inbox (bot_id, chat_id, seq) WHERE handled_at IS NULL AND failed_at IS NULL;
CREATE INDEX inbox_handled ON inbox (handled_at) WHERE handled_at IS NOT NULL;
CREATE INDEX inbox_failed ON inbox (failed_at) WHERE failed_at IS NOT NULL;

CREATE TABLE customers (
    id              bigint      PRIMARY KEY,
    first_name      text        NOT NULL,
    last_name       text        NOT NULL,
    username        text        NOT NULL,
    language        text        NOT NULL,
    language_chosen boolean     NOT NULL DEFAULT false,
    attributes      jsonb       NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL DEFAULT now(),
    banned_at       timestamptz, -- since then managers take nothing from the customer
    banned_by       bigint,
    ban_reason      text        NOT NULL DEFAULT '',
    ban_ticket_id   bigint      -- the ticket that led to it
);
CREATE INDEX customers_banned ON customers (banned_at DESC, id) WHERE banned_at IS NOT NULL;

CREATE TABLE managers (
    id         bigint      PRIMARY KEY,
    name       text        NOT NULL,
    username   text        NOT NULL,
    language   text        NOT NULL,
    role       text        NOT NULL CHECK (role IN ('administrator', 'manager', 'observer')),
    in_hand    bigint,
    away_since timestamptz,
    left_at    timestamptz, -- kept with the name, which histories tell
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE invitations (
    token_hash bytea       PRIMARY KEY,
    role       text        NOT NULL,
    created_by bigint      NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_by    bigint,
    used_at    timestamptz
);

-- In order of how soon, so that an index can sort by it.
CREATE TYPE priority AS ENUM ('low', 'normal', 'high', 'urgent');

CREATE TABLE tickets (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id       bigint      NOT NULL REFERENCES customers,
    state             text        NOT NULL CHECK (state IN (
        'new', 'open', 'waiting_customer', 'waiting_manager', 'resolved', 'closed', 'merged', 'withdrawn')),
    origin            text        NOT NULL,
    parent_id         bigint      REFERENCES tickets,
    topic             text        NOT NULL,
    question          text        NOT NULL,
    refusal           text        NOT NULL,
    hits              jsonb       NOT NULL DEFAULT '[]',
    priority          priority    NOT NULL DEFAULT 'normal',
    tags              text[]      NOT NULL DEFAULT '{}',
    assignee_id       bigint      REFERENCES managers,
    taken_at          timestamptz,
    last_author       text        NOT NULL CHECK (last_author IN ('customer', 'manager')),
    merged_into       bigint      REFERENCES tickets,
    created_at        timestamptz NOT NULL DEFAULT now(),
    waiting_since     timestamptz NOT NULL,
    first_response_at timestamptz,
    resolved_at       timestamptz,
    closed_at         timestamptz,
    CHECK ((state = 'merged') = (merged_into IS NOT NULL))
);
CREATE INDEX tickets_queue ON tickets (priority DESC, waiting_since, id) WHERE state = 'new';
CREATE INDEX tickets_in_hand ON tickets (assignee_id) WHERE state IN ('open', 'waiting_customer', 'waiting_manager');
CREATE INDEX tickets_live ON tickets (state) WHERE state IN ('new', 'open', 'waiting_customer', 'waiting_manager');
CREATE INDEX tickets_silent ON tickets (waiting_since, id) WHERE state = 'waiting_customer';
CREATE INDEX tickets_settled ON tickets (resolved_at, id) WHERE state = 'resolved';
CREATE INDEX tickets_by_time ON tickets (created_at);
CREATE INDEX tickets_of_customer ON tickets (customer_id, id DESC);
ALTER TABLE managers ADD FOREIGN KEY (in_hand) REFERENCES tickets;

CREATE TABLE ticket_events (
    id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id bigint      NOT NULL REFERENCES tickets,
    kind      text        NOT NULL,
    actor_id  bigint,
    other_id  bigint, -- the manager whom it was given to, or the other ticket of a merge or a split
    note      text        NOT NULL DEFAULT '',
    at        timestamptz NOT NULL
);
CREATE INDEX ticket_events_of_ticket ON ticket_events (ticket_id, id);
CREATE INDEX ticket_events_with_article ON ticket_events (at) WHERE kind = 'answered' AND note <> '';
-- What managers did lately, of one and of all.
CREATE INDEX ticket_events_of_actor ON ticket_events (actor_id, kind, at) INCLUDE (ticket_id, id)
    WHERE kind IN ('taken', 'answered', 'resolved');
CREATE INDEX ticket_events_given ON ticket_events (other_id, at) WHERE kind IN ('assigned', 'transferred');
CREATE INDEX ticket_events_of_kind ON ticket_events (kind, at) INCLUDE (ticket_id, id)
    WHERE kind IN ('taken', 'assigned', 'transferred', 'answered', 'resolved', 'reopened');
CREATE INDEX ticket_events_breached ON ticket_events (ticket_id) WHERE kind = 'breached';

-- What customers make of the work on their tickets, as analysts count it:
--     SELECT manager_id, avg(score), count(score) FROM ratings WHERE rated_at >= … GROUP BY manager_id;
CREATE TABLE ratings (
    ticket_id   bigint      PRIMARY KEY REFERENCES tickets ON DELETE CASCADE,
    manager_id  bigint      REFERENCES managers, -- who had the ticket when the customer was asked
    score       smallint    CHECK (score BETWEEN 1 AND 5), -- null: not given yet
    comment     text        NOT NULL DEFAULT '',
    asked_at    timestamptz NOT NULL,
    reminded_at timestamptz,
    rated_at    timestamptz, -- when the score was first given, not when it was changed
    CHECK ((score IS NULL) = (rated_at IS NULL))
);
CREATE INDEX ratings_awaited ON ratings (asked_at, ticket_id) WHERE reminded_at IS NULL AND (rated_at IS NULL OR rated_at < asked_at);
CREATE INDEX ratings_of_manager ON ratings (manager_id, rated_at) WHERE rated_at IS NOT NULL;
CREATE INDEX ratings_by_time ON ratings (rated_at) WHERE rated_at IS NOT NULL;

CREATE TABLE ticket_messages (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id   bigint      NOT NULL REFERENCES tickets,
    author      text        NOT NULL CHECK (author IN ('customer', 'manager', 'note')),
    author_id   bigint      NOT NULL,
    kind        text        NOT NULL,
    text        text        NOT NULL,
    html        text        NOT NULL,
    chat_id     bigint      NOT NULL,
    telegram_id integer     NOT NULL,
    file_id     text        NOT NULL DEFAULT '', -- Telegram's lasting name of its file, empty for none
    created_at  timestamptz NOT NULL,
    edited_at   timestamptz,
    deleted_at  timestamptz
);
CREATE INDEX ticket_messages_of_ticket ON ticket_messages (ticket_id, id);
CREATE INDEX ticket_messages_at ON ticket_messages (chat_id, telegram_id);

-- The messages of a burst, of which one ticket message was made: each can still be edited and taken back.
CREATE TABLE message_parts (
    message_id  bigint  NOT NULL REFERENCES ticket_messages ON DELETE CASCADE,
    place       integer NOT NULL,
    chat_id     bigint  NOT NULL,
    telegram_id integer NOT NULL,
    text        text    NOT NULL,
    html        text    NOT NULL,
    PRIMARY KEY (message_id, place)
);
CREATE INDEX message_parts_at ON message_parts (chat_id, telegram_id);

-- The words of each ticket as managers search for them: of its question, its tags, all that was said in it, notes too, and
-- the customer's name as it was then.
-- A ticket is found by words that stand in different messages of it, which no column computed from one row can do. It
-- changes under a lock of its row, so that of two messages at once neither is missed; of a ticket longer than 100,000
-- characters the latest count, since Postgres takes no tsvector of more than 1 MB.
CREATE TABLE ticket_words (
    ticket_id bigint   PRIMARY KEY REFERENCES tickets ON DELETE CASCADE,
    words     tsvector NOT NULL,
    length    integer  NOT NULL DEFAULT 0 -- of what they are the words of, in characters
);
-- A short list of what is yet to be sorted in: at the usual 4 MB the message that fills it waits for a second.
CREATE INDEX ticket_words_found ON ticket_words USING gin (words) WITH (gin_pending_list_limit = 64);

-- In lower case, whatever the locale of the database: in "C" Postgres itself knows English letters alone.
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN lower($1 COLLATE "und-x-icu");

-- The text that a ticket is found by. Russians write «ё» or «е» as they like.
-- +goose StatementBegin
CREATE FUNCTION ticket_text(ticket bigint, latest integer) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT translate(concat_ws(E'\n', nullif(t.question, ''), nullif(array_to_string(t.tags, ', '), ''), (
        SELECT right(string_agg(m.text, E'\n' ORDER BY m.id), latest) FROM ticket_messages AS m
        WHERE m.ticket_id = t.id AND m.text <> '' AND m.text <> t.question
    )), 'ёЁ', 'еЕ')
    FROM tickets AS t WHERE t.id = ticket
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION index_tickets(changed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ticket_words SELECT id, '' FROM tickets WHERE id = ANY (changed) ORDER BY id ON CONFLICT DO NOTHING;
    PERFORM FROM ticket_words WHERE ticket_id = ANY (changed) ORDER BY ticket_id FOR UPDATE;
    UPDATE ticket_words AS w
    SET words = to_tsvector('russian', folded(found_by.text)), length = char_length(found_by.text)
    FROM (
        SELECT t.id, concat_ws(E'\n',
            translate(concat_ws(' ', c.first_name, c.last_name, c.username), 'ёЁ', 'еЕ'), ticket_text(t.id, 100000)) AS text
        FROM tickets AS t JOIN customers AS c ON c.id = t.customer_id
        WHERE t.id = ANY (changed)
    ) AS found_by
    WHERE w.ticket_id = found_by.id;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION index_new_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_tickets(ARRAY(SELECT id FROM changed));
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION index_changed_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_tickets(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- What is said anew is added to the words: to read a long ticket again for each message would take ever longer. Only when
-- they are those of half as much again as is to count, they are computed anew.
-- +goose StatementBegin
CREATE FUNCTION index_said_messages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    grown bigint[] := ARRAY(SELECT DISTINCT ticket_id FROM changed);
BEGIN
    PERFORM FROM ticket_words WHERE ticket_id = ANY (grown) ORDER BY ticket_id FOR UPDATE;
    UPDATE ticket_words AS w
    SET words = w.words || to_tsvector('russian', folded(translate(said.text, 'ёЁ', 'еЕ'))),
        length = w.length + char_length(said.text)
    FROM (
        SELECT m.ticket_id, string_agg(m.text, E'\n' ORDER BY m.id) AS text
        FROM changed AS m JOIN tickets AS t ON t.id = m.ticket_id
        WHERE m.text <> '' AND m.text <> t.question
        GROUP BY m.ticket_id
    ) AS said
    WHERE w.ticket_id = said.ticket_id;
    grown := ARRAY(SELECT ticket_id FROM ticket_words WHERE ticket_id = ANY (grown) AND length > 150000);
    IF grown <> '{}' THEN
        PERFORM index_tickets(grown);
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION index_tickets_of_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM index_tickets(ARRAY(SELECT DISTINCT ticket_id FROM changed));
    RETURN NULL;
END $$;
-- +goose StatementEnd

CREATE TRIGGER index_new AFTER INSERT ON tickets REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_new_tickets();
CREATE TRIGGER index_changed AFTER UPDATE ON tickets FOR EACH ROW
    WHEN ((OLD.question, OLD.tags) IS DISTINCT FROM (NEW.question, NEW.tags)) EXECUTE FUNCTION index_changed_ticket();
CREATE TRIGGER index_said AFTER INSERT ON ticket_messages REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_said_messages();
CREATE TRIGGER index_edited AFTER UPDATE ON ticket_messages REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_tickets_of_messages();
CREATE TRIGGER index_left AFTER UPDATE ON ticket_messages REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_tickets_of_messages();
CREATE TRIGGER index_forgotten AFTER DELETE ON ticket_messages REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION index_tickets_of_messages();

-- What managers answer often. The names are in lower case; {имя} and the like in the text are filled in when it is sent.
CREATE TABLE canned_replies (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text        NOT NULL UNIQUE,
    html       text        NOT NULL,
    revision   integer     NOT NULL DEFAULT 1,
    author_id  bigint      NOT NULL,
    updated_at timestamptz NOT NULL
);

-- What goes out, in order of place within a chat. The id is known as soon as a transaction says what it will send; the
-- place is given when it commits, under the chat's lock, since serials are not commit order.
CREATE TABLE outbox (
    id          bigint      GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    place       bigint      GENERATED ALWAYS AS IDENTITY,
    chat_id     bigint      NOT NULL,
    method      text        NOT NULL,
    params      json        NOT NULL,
    about       bigint,
    ticket_id   bigint,
    message_id  bigint,
    mention     boolean     NOT NULL DEFAULT false, -- the message is a note that calls whom it goes to
    created_at  timestamptz NOT NULL DEFAULT now(),
    revision    integer     NOT NULL DEFAULT 0, -- counts the newer states that took the place of what waits
    attempts    integer     NOT NULL DEFAULT 0,
    not_before  timestamptz NOT NULL DEFAULT '-infinity',
    sent_at     timestamptz,
    telegram_id integer,
    refused_at  timestamptz,
    refusal     text
);
CREATE INDEX outbox_waiting ON outbox (place) WHERE sent_at IS NULL AND refused_at IS NULL;
CREATE INDEX outbox_waiting_of_chat ON outbox (chat_id, place) WHERE sent_at IS NULL AND refused_at IS NULL;
-- Of what is past its time, only rows that name no ticket are deleted; the others would be looked at every hour in vain.
CREATE INDEX outbox_done ON outbox ((coalesce(sent_at, refused_at)))
    WHERE (sent_at IS NOT NULL OR refused_at IS NOT NULL) AND ticket_id IS NULL AND (message_id IS NULL OR about IS NOT NULL);
CREATE INDEX outbox_at ON outbox (chat_id, telegram_id) WHERE telegram_id IS NOT NULL;
CREATE INDEX outbox_carriers ON outbox (message_id) WHERE message_id IS NOT NULL;

-- The files of our own that calls in the outbox bring, until they are sent or refused.
CREATE TABLE outbox_files (
    outbox_id bigint PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
    field     text   NOT NULL,
    name      text   NOT NULL,
    content   bytea  NOT NULL
);

-- The outbox messages that offered a ticket to the managers when it waited. They show what became of it.
CREATE TABLE announcements (
    ticket_id bigint NOT NULL REFERENCES tickets ON DELETE CASCADE,
    outbox_id bigint NOT NULL REFERENCES outbox ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    shown     bytea  NOT NULL,
    PRIMARY KEY (ticket_id, outbox_id)
);
CREATE INDEX announcements_of_outbox ON announcements (outbox_id);

-- The groups of managers in Telegram where tickets are shown, and the outbox messages that show them.
CREATE TABLE group_chats (
    chat_id  bigint      PRIMARY KEY,
    title    text        NOT NULL,
    topic    text        NOT NULL DEFAULT '', -- only tickets of this topic are shown, empty for all
    language text        NOT NULL,
    bound_by bigint      NOT NULL,
    bound_at timestamptz NOT NULL
);
CREATE TABLE group_cards (
    ticket_id bigint NOT NULL REFERENCES tickets ON DELETE CASCADE,
    chat_id   bigint NOT NULL REFERENCES group_chats ON DELETE CASCADE,
    outbox_id bigint NOT NULL REFERENCES outbox ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    shown     bytea  NOT NULL,
    PRIMARY KEY (ticket_id, chat_id)
);
CREATE INDEX group_cards_of_chat ON group_cards (chat_id);
CREATE INDEX group_cards_of_outbox ON group_cards (outbox_id);

CREATE TABLE dialogues (
    user_id         bigint      PRIMARY KEY,
    step            text        NOT NULL DEFAULT '',
    data            jsonb       NOT NULL DEFAULT '{}',
    last_outcome_id bigint,
    ticket_id       bigint REFERENCES tickets,
    touched_at      timestamptz NOT NULL,
    pace_level      double precision NOT NULL DEFAULT 0, -- how fast the person writes
    pace_at         timestamptz,
    flooded         boolean     NOT NULL DEFAULT false
);

CREATE TABLE contacts (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint      NOT NULL REFERENCES customers,
    phone       text        NOT NULL,
    consent_at  timestamptz NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contacts_of_customer ON contacts (customer_id, id DESC);

CREATE TABLE outcomes (
    id          bigint           GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint           NOT NULL REFERENCES customers,
    question    text             NOT NULL,
    telegram_id integer          NOT NULL DEFAULT 0,
    kind        text             NOT NULL CHECK (kind IN ('answered', 'suggested', 'escalated', 'smalltalk')),
    reason      text             NOT NULL,
    confidence  double precision NOT NULL,
    article_id  text             NOT NULL,
    hits        jsonb            NOT NULL DEFAULT '[]',
    ticket_id   bigint           REFERENCES tickets,
    verdict     text             NOT NULL DEFAULT '',
    click       integer          NOT NULL DEFAULT 0,
    asked_at    timestamptz      NOT NULL
);
CREATE INDEX outcomes_of_customer ON outcomes (customer_id, id DESC);
CREATE INDEX outcomes_at ON outcomes (customer_id, telegram_id);
CREATE INDEX outcomes_by_time ON outcomes (asked_at);
CREATE INDEX outcomes_helped ON outcomes (asked_at) WHERE verdict = 'helped' AND article_id <> '' AND (kind = 'answered' OR click > 0);

-- What tickets could teach the knowledge base, for an administrator to decide on. A ticket has one draft that is not
-- rejected.
CREATE TABLE drafts (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id  bigint      NOT NULL REFERENCES tickets ON DELETE CASCADE,
    kind       text        NOT NULL CHECK (kind IN ('article', 'phrasing')),
    state      text        NOT NULL CHECK (state IN ('waiting', 'approved', 'published', 'rejected')),
    article_id text        NOT NULL,
    topic      text        NOT NULL,
    question   text        NOT NULL,
    answer     text        NOT NULL,
    author_id  bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz -- when the published article was first seen in use
);
CREATE UNIQUE INDEX drafts_of_ticket ON drafts (ticket_id) WHERE state <> 'rejected';
CREATE INDEX drafts_waiting ON drafts (id) WHERE state = 'waiting';
CREATE INDEX drafts_unseen ON drafts (id) WHERE state = 'published' AND seen_at IS NULL;

CREATE TABLE draft_events (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    draft_id bigint      NOT NULL REFERENCES drafts ON DELETE CASCADE,
    kind     text        NOT NULL,
    actor_id bigint      NOT NULL,
    at       timestamptz NOT NULL
);
CREATE INDEX draft_events_of_draft ON draft_events (draft_id, id);

-- The outbox messages that ask for a part of a draft: a Telegram reply to one is that part.
CREATE TABLE draft_prompts (
    outbox_id bigint PRIMARY KEY REFERENCES outbox ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    draft_id  bigint NOT NULL REFERENCES drafts ON DELETE CASCADE,
    part      text   NOT NULL CHECK (part IN ('question', 'answer'))
);
CREATE INDEX draft_prompts_of_draft ON draft_prompts (draft_id);

-- The customers who agreed to be told, once, when the question of their ticket has an article.
CREATE TABLE wishes (
    ticket_id bigint      PRIMARY KEY REFERENCES tickets ON DELETE CASCADE,
    agreed_at timestamptz NOT NULL,
    kept_at   timestamptz
);

-- The teams of managers, and the topics, by their titles, that are routed to them. A team is its members, and needs no row.
CREATE TABLE team_members (
    team       text   NOT NULL,
    manager_id bigint NOT NULL REFERENCES managers,
    PRIMARY KEY (manager_id, team)
);
CREATE TABLE routes (
    topic text PRIMARY KEY,
    team  text NOT NULL
);

-- What the topics were called when the knowledge base was last read, by their folders: routes, groups and waiting tickets
-- go by titles, and follow a topic whose title changes.
CREATE TABLE topics (
    folder text PRIMARY KEY,
    title  text NOT NULL
);

-- Who did what by right of a role. Nobody changes or deletes a line, not even by hand: who must, drops the trigger first,
-- which is seen. Its ids refer to nothing, so that a line outlives what it tells of.
CREATE TABLE audit_log (
    id        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL,
    actor_id  bigint,
    deed      text        NOT NULL,
    ticket_id bigint,
    person_id bigint,
    object    text        NOT NULL DEFAULT '',
    details   text        NOT NULL DEFAULT ''
);
CREATE INDEX audit_log_of_actor ON audit_log (actor_id, id);
CREATE INDEX audit_log_of_person ON audit_log (person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX audit_log_of_ticket ON audit_log (ticket_id, id) WHERE ticket_id IS NOT NULL;
-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The outbox messages that ask a manager for the words of an article that shall answer a ticket.
CREATE TABLE article_prompts (
    outbox_id bigint PRIMARY KEY REFERENCES outbox ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    ticket_id bigint NOT NULL REFERENCES tickets ON DELETE CASCADE
);
CREATE INDEX article_prompts_of_ticket ON article_prompts (ticket_id);

-- +goose Down
DROP TABLE ticket_words, canned_replies, article_prompts, outbox_files;
DROP TABLE topics, routes, team_members;
DROP TABLE audit_log;
DROP TABLE ratings;
DROP FUNCTION refuse_change();
DROP TABLE wishes, draft_prompts, draft_events, drafts;
DROP TABLE outcomes, contacts, dialogues, group_cards, group_chats, announcements, outbox, message_parts, ticket_messages, ticket_events, invitations, inbox;
ALTER TABLE managers DROP COLUMN in_hand;
DROP TABLE tickets, managers, customers;
DROP FUNCTION folded, ticket_text, index_tickets, index_new_tickets, index_changed_ticket, index_said_messages, index_tickets_of_messages;
DROP TYPE priority;
