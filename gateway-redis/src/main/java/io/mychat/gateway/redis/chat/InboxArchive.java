package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.chat.record.StoredEntry;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.MessageReference;
import io.mychat.gateway.spi.chat.RestoreOutcome;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The inboxes of a {@link RedisMessageArchive}. Thread-safe: the monitor guards the remembered ids. */
final class InboxArchive {

    private static final LuaScript DROP = LuaScript.load(InboxArchive.class, "prelude.lua", "inbox-drop.lua");
    private static final LuaScript ERASE = LuaScript.load(InboxArchive.class, "prelude.lua", "inbox-erase.lua");

    private static final int PAGE = 200;

    /** For so long the ids of an inbox are remembered: what comes meanwhile the script knows, for an hour. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final RedisCalls redis;
    private final ChatDependencies dependencies;
    private final ChatArchive chats;
    private final Inboxes inboxes;
    private final TimeSource time;
    private final Consumer<String> announcer;

    /** The user of the last delivery, and the messages that were in the inbox then. */
    private String lastUser = "";

    private Set<String> lastIds = Set.of();

    private long lastReadAt;

    /** @param announcer is told of users with other entries, or another epoch, than before */
    InboxArchive(ChatArchive chats, Inboxes inboxes, TimeSource time, Consumer<String> announcer) {
        this.redis = chats.redis();
        this.dependencies = chats.dependencies();
        this.chats = chats;
        this.inboxes = inboxes;
        this.time = time;
        this.announcer = announcer;
    }

    synchronized List<RestoreOutcome> deliver(String userId, List<MessageReference> references) {
        Set<String> there = ids(userId);
        List<Optional<StoredEntry>> found = chats.find(references);
        List<RestoreOutcome> outcomes = new ArrayList<>();
        List<StoredEntry> missing = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            MessageReference reference = references.get(i);
            if (found.get(i).filter(entry -> isFor(userId, entry, reference)).isEmpty()) {
                outcomes.add(RestoreOutcome.MISSING);
            } else if (there.add(reference.messageId())) {
                outcomes.add(RestoreOutcome.RESTORED);
                missing.add(found.get(i).get());
            } else {
                outcomes.add(RestoreOutcome.EXISTING);
            }
        }
        if (!missing.isEmpty()) {
            // Until it is known to have been done, the ids are what is wanted and not what is there.
            lastUser = "";
            Object ignored = redis.call(inboxes.restoring(userId, missing));
            lastUser = userId;
            announcer.accept(userId);
        }
        return List.copyOf(outcomes);
    }

    private static boolean isFor(String userId, StoredEntry entry, MessageReference reference) {
        return MessageRecord.parse(entry.record())
                .filter(record -> ChatId.between(record.fromUser(), record.toUser())
                                .equals(reference.chat())
                        && InboxOwners.of(record.fromUser(), record.toUser()).contains(userId))
                .isPresent();
    }

    /** The ids of the messages in an inbox. */
    private Set<String> ids(String userId) {
        boolean isFresh = time.nanoTime() - lastReadAt < REMEMBERED.toNanos();
        if (!userId.equals(lastUser) || !isFresh) {
            lastReadAt = time.nanoTime();
            Set<String> ids = new HashSet<>();
            walk(userId, entries -> entries.forEach(entry -> ids.add(entry.messageId())));
            lastIds = ids;
            lastUser = userId;
        }
        return lastIds;
    }

    /** Reads an inbox, in pages. */
    private void walk(String userId, Consumer<List<StoredEntry>> page) {
        String key = dependencies.keys().inbox(userId).get(0);
        String from = "-";
        while (true) {
            List<@Nullable Object> answer = RedisReply.list(redis.call(
                    RedisCommand.read("XRANGE", key, from, "+", "COUNT", PAGE).byItself()));
            List<StoredEntry> entries = answer.stream()
                    .map(StoredEntry::parse)
                    .flatMap(Optional::stream)
                    .toList();
            if (entries.isEmpty()) {
                return;
            }
            page.accept(entries);
            from = "(" + entries.get(entries.size() - 1).id();
        }
    }

    void renewEpoch(String userId) {
        Object ignored = redis.call(inboxes.renewing(userId));
        announcer.accept(userId);
    }

    /** Removes the entries of a chat. @return how many there were */
    int drop(String userId, ChatId chat) {
        int[] dropped = {0};
        walk(userId, entries -> {
            List<Object> args = new ArrayList<>(dependencies.clockAndRetention());
            for (StoredEntry entry : entries) {
                MessageRecord.parse(entry.record())
                        .filter(record -> ChatId.between(record.fromUser(), record.toUser())
                                .equals(chat))
                        .ifPresent(record -> args.addAll(List.of(entry.id(), entry.messageId())));
            }
            if (args.size() > dependencies.clockAndRetention().size()) {
                dropped[0] += (int)
                        RedisReply.number(redis.call(DROP.on(dependencies.keys().inbox(userId), args.toArray())));
            }
        });
        return dropped[0];
    }

    /** @return the number of entries that were there */
    int erase(String userId) {
        int count = (int) RedisReply.number(redis.call(ERASE.on(
                dependencies.keys().inbox(userId),
                dependencies.clockAndRetention().toArray())));
        announcer.accept(userId);
        return count;
    }
}
