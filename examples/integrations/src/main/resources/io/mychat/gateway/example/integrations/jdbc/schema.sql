-- For PostgreSQL, and for H2 with MODE=PostgreSQL.
CREATE TABLE IF NOT EXISTS users (
    user_id       VARCHAR(128) PRIMARY KEY,
    username      VARCHAR(128) NOT NULL UNIQUE,
    password_hash VARCHAR(256) NOT NULL,
    -- separated by commas
    roles         VARCHAR(256) NOT NULL
);
-- The last number of each chat and each inbox. Its row is the lock of the chat or the inbox.
CREATE TABLE IF NOT EXISTS counters (
    name   VARCHAR(1200) PRIMARY KEY,
    latest BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS messages (
    message_id     VARCHAR(64) PRIMARY KEY,
    chat_id        VARCHAR(1024) NOT NULL,
    chat_seq       BIGINT NOT NULL,
    from_user      VARCHAR(128) NOT NULL,
    to_user        VARCHAR(128) NOT NULL,
    -- UTF-8: a text of PostgreSQL cannot hold U+0000
    content        BYTEA NOT NULL,
    client_msg_id  VARCHAR(128),
    origin_session VARCHAR(64) NOT NULL,
    sent_at        BIGINT NOT NULL,
    stored_at      BIGINT NOT NULL,
    UNIQUE (chat_id, chat_seq)
);
CREATE INDEX IF NOT EXISTS messages_by_client_id ON messages (chat_id, client_msg_id);
CREATE INDEX IF NOT EXISTS messages_by_age ON messages (stored_at);
CREATE TABLE IF NOT EXISTS inbox_entries (
    user_id    VARCHAR(128) NOT NULL,
    inbox_seq  BIGINT NOT NULL,
    message_id VARCHAR(64) NOT NULL REFERENCES messages ON DELETE CASCADE,
    PRIMARY KEY (user_id, inbox_seq)
);
CREATE INDEX IF NOT EXISTS inbox_entries_by_message ON inbox_entries (message_id);
CREATE TABLE IF NOT EXISTS acknowledgements (
    user_id   VARCHAR(128) NOT NULL,
    platform  VARCHAR(64) NOT NULL,
    device_id VARCHAR(128) NOT NULL,
    inbox_seq BIGINT NOT NULL,
    PRIMARY KEY (user_id, platform, device_id)
);
-- One row: the name of this numbering. Give it another value after the restore of a backup, and all clients read anew.
CREATE TABLE IF NOT EXISTS epoch (
    id    INT PRIMARY KEY CHECK (id = 1),
    epoch VARCHAR(64) NOT NULL
);
