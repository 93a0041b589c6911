-- +goose Up

-- A ticket waits for its manager again when the answer to what its customer asked is taken back. Of an answer that was given
-- before this step nothing is known; it stays an answer.
ALTER TABLE tickets ADD COLUMN asked_at timestamptz;

-- +goose Down
ALTER TABLE tickets DROP COLUMN asked_at;
