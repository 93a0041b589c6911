-- +goose Up

-- What an album takes of the message, to go over together with the other pieces of the same one.
ALTER TABLE ticket_messages ADD COLUMN piece jsonb;

ALTER TABLE outbox
    ADD COLUMN album text, -- what waits goes out together with its neighbours of the same album; what is sent went out behind its first piece
    ADD COLUMN media json; -- the piece as an album takes it, until it is sent

-- +goose Down
ALTER TABLE outbox DROP COLUMN album, DROP COLUMN media;
ALTER TABLE ticket_messages DROP COLUMN piece;
