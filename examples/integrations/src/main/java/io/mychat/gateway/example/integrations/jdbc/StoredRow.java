package io.mychat.gateway.example.integrations.jdbc;

import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A message as it stands in the table, and times as the table holds them: nanoseconds since 1970, until the year 2262. */
record StoredRow(ChatMessage message, String originSession) {

    static final String COLUMNS =
            "m.message_id, m.chat_id, m.chat_seq, m.from_user, m.to_user, m.content, m.origin_session, m.sent_at";

    static StoredRow read(ResultSet row) throws SQLException {
        ChatMessage message = new ChatMessage(
                row.getString("message_id"),
                ChatId.parse(row.getString("chat_id")).orElseThrow(),
                row.getLong("chat_seq"),
                row.getString("from_user"),
                row.getString("to_user"),
                new String(row.getBytes("content"), StandardCharsets.UTF_8),
                Instant.EPOCH.plusNanos(row.getLong("sent_at")));
        return new StoredRow(message, row.getString("origin_session"));
    }

    /** A row that also has the number in an inbox. */
    static InboxEntry readEntry(ResultSet row) throws SQLException {
        StoredRow stored = read(row);
        return new InboxEntry(row.getLong("inbox_seq"), stored.message(), stored.originSession());
    }

    static long nanos(Instant time) {
        return Math.addExact(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano());
    }
}
