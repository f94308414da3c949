package io.mychat.gateway.example.integrations.jdbc;

import io.mychat.gateway.spi.chat.AppendOutcome;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.chat.InboxListener;
import io.mychat.gateway.spi.chat.InboxPage;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.session.DeviceKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Messages in tables ({@code schema.sql}). It follows the contract of the testkit, and is for one gateway: a cluster would also have
 * to tell the other gateways of new messages.
 *
 * <p>Thread-safe; blocks. The listener is called by the thread that stores a message, after the commit.
 */
public final class JdbcMessageStore implements MessageStore {

    private static final System.Logger log = System.getLogger(JdbcMessageStore.class.getName());
    private static final Duration RETENTION = Duration.ofDays(30);

    private final Database database;
    private final InstantSource clock;
    private volatile @Nullable InboxListener listener;

    /** @param clock says when messages are stored, and which have expired */
    public JdbcMessageStore(DataSource source, InstantSource clock) {
        this.database = new Database(source);
        this.clock = clock;
        database.createTables();
    }

    @Override
    public AppendOutcome append(NewMessage message) {
        List<Arrival> arrivals = new ArrayList<>(2);
        AppendOutcome outcome = database.write(connection -> {
            arrivals.clear();
            return new MessageInsert(connection, message, clock.instant()).run(arrivals);
        });
        InboxListener receiver = listener;
        if (receiver != null) {
            arrivals.forEach(arrival -> notify(receiver, arrival));
        }
        return outcome;
    }

    private static void notify(InboxListener receiver, Arrival arrival) {
        try {
            receiver.onArrived(arrival.userId(), arrival.epoch(), arrival.entry());
        } catch (RuntimeException failure) {
            log.log(System.Logger.Level.WARNING, "A listener failed; the message is stored", failure);
        }
    }

    @Override
    public Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        return database.read(connection -> {
            long end = Long.MAX_VALUE;
            if (before.isPresent()) {
                List<Long> place = Database.query(
                        connection,
                        "SELECT chat_seq FROM messages WHERE message_id = ? AND chat_id = ? AND stored_at > ?",
                        row -> row.getLong(1),
                        before.get(),
                        chat.toString(),
                        expired());
                if (place.isEmpty()) {
                    return Optional.empty();
                }
                end = place.get(0);
            }
            List<ChatMessage> newestFirst = Database.query(
                    connection,
                    "SELECT " + StoredRow.COLUMNS + " FROM messages m WHERE m.chat_id = ? AND m.chat_seq < ?"
                            + " AND m.stored_at > ? ORDER BY m.chat_seq DESC LIMIT ?",
                    row -> StoredRow.read(row).message(),
                    chat.toString(),
                    end,
                    expired(),
                    limit + 1L);
            List<ChatMessage> page = new ArrayList<>(newestFirst.subList(0, Math.min(limit, newestFirst.size())));
            Collections.reverse(page);
            return Optional.of(new HistoryPage(List.copyOf(page), newestFirst.size() > limit));
        });
    }

    @Override
    public InboxPage readInbox(String userId, long afterSeq, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit must not be negative");
        }
        return database.read(connection -> {
            long latest =
                    MessageInsert.latest(connection, "SELECT latest FROM counters WHERE name = ?", "inbox:" + userId);
            List<Long> oldest = Database.query(
                    connection,
                    "SELECT MIN(e.inbox_seq) FROM inbox_entries e JOIN messages m ON m.message_id = e.message_id"
                            + " WHERE e.user_id = ? AND m.stored_at > ? HAVING COUNT(*) > 0",
                    row -> row.getLong(1),
                    userId,
                    expired());
            List<InboxEntry> entries = Database.query(
                    connection,
                    "SELECT e.inbox_seq, " + StoredRow.COLUMNS + " FROM inbox_entries e"
                            + " JOIN messages m ON m.message_id = e.message_id"
                            + " WHERE e.user_id = ? AND e.inbox_seq > ? AND m.stored_at > ?"
                            + " ORDER BY e.inbox_seq LIMIT ?",
                    StoredRow::readEntry,
                    userId,
                    afterSeq,
                    expired(),
                    (long) limit);
            return new InboxPage(epoch(connection), oldest.isEmpty() ? latest + 1 : oldest.get(0), latest, entries);
        });
    }

    /** The database loses nothing that it has committed, so a claim beyond the newest entry is an error of the client. */
    @Override
    public InboxPage resumeInbox(String userId, String epoch, long lastSeq) {
        return readInbox(userId, 0, 0);
    }

    @Override
    public void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        database.write(connection -> {
            if (!epoch.equals(epoch(connection)) || inboxSeq < 1) {
                return 0;
            }
            Database.update(
                    connection,
                    "INSERT INTO acknowledgements (user_id, platform, device_id, inbox_seq) VALUES (?, ?, ?, 0)"
                            + " ON CONFLICT DO NOTHING",
                    userId,
                    device.platform(),
                    device.deviceId());
            return Database.update(
                    connection,
                    "UPDATE acknowledgements SET inbox_seq = ?"
                            + " WHERE user_id = ? AND platform = ? AND device_id = ? AND inbox_seq < ?",
                    inboxSeq,
                    userId,
                    device.platform(),
                    device.deviceId(),
                    inboxSeq);
        });
    }

    @Override
    public long acknowledged(String userId, DeviceKey device) {
        return database.read(connection -> MessageInsert.latest(
                connection,
                "SELECT inbox_seq FROM acknowledgements WHERE user_id = ? AND platform = ? AND device_id = ?",
                userId,
                device.platform(),
                device.deviceId()));
    }

    @Override
    public void listen(InboxListener newListener) {
        listener = newListener;
    }

    /** Deletes expired messages, which no call returns any more. To be called now and then. */
    public int deleteExpired() {
        return database.write(
                connection -> Database.update(connection, "DELETE FROM messages WHERE stored_at <= ?", expired()));
    }

    /** A new entry of an inbox. */
    record Arrival(String userId, String epoch, InboxEntry entry) {}

    static String epoch(Connection connection) throws SQLException {
        return Database.query(connection, "SELECT epoch FROM epoch", row -> row.getString(1))
                .get(0);
    }

    private long expired() {
        Instant end = clock.instant().minus(RETENTION);
        return StoredRow.nanos(end);
    }
}
