package io.mychat.gateway.example.integrations.jdbc;

import io.mychat.gateway.example.integrations.jdbc.JdbcMessageStore.Arrival;
import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.NewMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Stores one message in its chat and in the inboxes, within the transaction of {@code connection}. */
record MessageInsert(Connection connection, NewMessage message, Instant now) {

    private static final Duration DEDUPE = Duration.ofHours(24);

    AppendOutcome run(List<Arrival> arrivals) throws SQLException {
        lockCounters();
        Optional<ChatMessage> earlier = sentWithClientMsgId();
        if (earlier.isPresent()) {
            return earlier.get().content().equals(message.content())
                    ? new AppendOutcome.Duplicate(earlier.get())
                    : new AppendOutcome.ClientMsgIdReused();
        }
        Optional<ChatMessage> same = find("m.message_id = ?", message.messageId());
        if (same.isPresent()) {
            return new AppendOutcome.Stored(same.get());
        }
        ChatMessage stored = insert(next(chatCounter()));
        String epoch = JdbcMessageStore.epoch(connection);
        for (String owner : InboxOwners.of(message.fromUser(), message.toUser())) {
            long inboxSeq = next(inboxCounter(owner));
            Database.update(
                    connection,
                    "INSERT INTO inbox_entries (user_id, inbox_seq, message_id) VALUES (?, ?, ?)",
                    owner,
                    inboxSeq,
                    message.messageId());
            arrivals.add(new Arrival(owner, epoch, new InboxEntry(inboxSeq, stored, message.originSession())));
        }
        return new AppendOutcome.Stored(stored);
    }

    /** In one order for all, so that two senders never wait for each other. */
    private void lockCounters() throws SQLException {
        List<String> names = Stream.concat(
                        Stream.of(chatCounter()),
                        InboxOwners.of(message.fromUser(), message.toUser()).stream()
                                .map(MessageInsert::inboxCounter))
                .sorted()
                .toList();
        for (String name : names) {
            Database.update(
                    connection, "INSERT INTO counters (name, latest) VALUES (?, 0) ON CONFLICT DO NOTHING", name);
            latest(connection, "SELECT latest FROM counters WHERE name = ? FOR UPDATE", name);
        }
    }

    private Optional<ChatMessage> sentWithClientMsgId() throws SQLException {
        if (message.clientMsgId() == null) {
            return Optional.empty();
        }
        return find(
                "m.chat_id = ? AND m.client_msg_id = ? AND m.from_user = ? AND m.stored_at > ?",
                message.chatId().toString(),
                message.clientMsgId(),
                message.fromUser(),
                StoredRow.nanos(now.minus(DEDUPE)));
    }

    private Optional<ChatMessage> find(String condition, Object... values) throws SQLException {
        return Database.query(
                        connection,
                        "SELECT " + StoredRow.COLUMNS + " FROM messages m WHERE " + condition
                                + " ORDER BY m.chat_seq DESC LIMIT 1",
                        row -> StoredRow.read(row).message(),
                        values)
                .stream()
                .findFirst();
    }

    private long next(String counter) throws SQLException {
        Database.update(connection, "UPDATE counters SET latest = latest + 1 WHERE name = ?", counter);
        return latest(connection, "SELECT latest FROM counters WHERE name = ?", counter);
    }

    private ChatMessage insert(long chatSeq) throws SQLException {
        try (var statement = connection.prepareStatement(
                "INSERT INTO messages (message_id, chat_id, chat_seq, from_user, to_user, content, client_msg_id,"
                        + " origin_session, sent_at, stored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, message.messageId());
            statement.setString(2, message.chatId().toString());
            statement.setLong(3, chatSeq);
            statement.setString(4, message.fromUser());
            statement.setString(5, message.toUser());
            statement.setBytes(6, message.content().getBytes(StandardCharsets.UTF_8));
            statement.setString(7, message.clientMsgId());
            statement.setString(8, message.originSession());
            statement.setLong(9, StoredRow.nanos(message.timestamp()));
            statement.setLong(10, StoredRow.nanos(now));
            statement.executeUpdate();
        }
        return new ChatMessage(
                message.messageId(),
                message.chatId(),
                chatSeq,
                message.fromUser(),
                message.toUser(),
                message.content(),
                message.timestamp());
    }

    /** The number that the query finds; 0 when it finds none. */
    static long latest(Connection connection, String query, Object... values) throws SQLException {
        List<Long> numbers = Database.query(connection, query, row -> row.getLong(1), values);
        return numbers.isEmpty() ? 0 : numbers.get(0);
    }

    private String chatCounter() {
        return "chat:" + message.chatId();
    }

    private static String inboxCounter(String userId) {
        return "inbox:" + userId;
    }
}
