package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.record.Digest;
import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.chat.record.StoredEntry;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.chat.ArchivedMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.ChatsPage;
import io.mychat.gateway.spi.chat.MessageReference;
import io.mychat.gateway.spi.chat.RestoreOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The chats of a {@link RedisMessageArchive}. A walk goes from bucket to bucket; in a bucket it goes from chat to chat in
 * the order of their ends, which only move to the back when a chat is used. Thread-safe.
 */
final class ChatArchive {

    private static final LuaScript INDEX = LuaScript.load(ChatArchive.class, "prelude.lua", "chat-index.lua");
    private static final LuaScript SCAN =
            LuaScript.load(ChatArchive.class, "prelude.lua", "lives.lua", "chat-scan.lua");
    private static final LuaScript FIND = LuaScript.load(ChatArchive.class, "prelude.lua", "chat-find.lua");
    private static final LuaScript RESTORE =
            LuaScript.load(ChatArchive.class, "prelude.lua", "lives.lua", "chat-restore.lua");
    private static final LuaScript ERASE = LuaScript.load(ChatArchive.class, "prelude.lua", "chat-erase.lua");

    /** Buckets that are asked in one round trip. */
    private static final int BUCKETS_AT_ONCE = 64;

    private static final Pattern CURSOR = Pattern.compile("(?<bucket>\\d{1,4}):(?<end>\\d{0,16})");

    private final RedisCalls redis;
    private final ChatDependencies dependencies;

    ChatArchive(RedisCalls redis, ChatDependencies dependencies) {
        this.redis = redis;
        this.dependencies = dependencies;
    }

    RedisCalls redis() {
        return redis;
    }

    ChatDependencies dependencies() {
        return dependencies;
    }

    ChatsPage chats(String cursor, int limit) {
        int bucket = 0;
        String end = "";
        if (!cursor.isEmpty()) {
            Matcher parts = CURSOR.matcher(cursor);
            if (!parts.matches() || Integer.parseInt(parts.group("bucket")) >= ChatKeys.BUCKETS) {
                throw new IllegalArgumentException("not a cursor of this store");
            }
            bucket = Integer.parseInt(parts.group("bucket"));
            end = parts.group("end");
        }
        List<ChatId> found = new ArrayList<>();
        int last = Math.min(ChatKeys.BUCKETS, bucket + BUCKETS_AT_ONCE);
        List<RedisCommand> commands = new ArrayList<>();
        for (int i = bucket; i < last; i++) {
            List<Object> args = new ArrayList<>(dependencies.clockAndRetention());
            args.add(i == bucket ? end : "");
            args.add(limit);
            commands.add(INDEX.readOn(List.of(dependencies.keys().index(i)), args.toArray())
                    .byItself());
        }
        List<RedisReply> replies = redis.all(commands);
        for (int i = 0; i < replies.size(); i++) {
            List<String> answer = RedisReply.texts(replies.get(i).get());
            answer.stream().skip(1).map(ChatId::parse).flatMap(Optional::stream).forEach(found::add);
            if (!answer.get(0).isEmpty()) {
                return new ChatsPage(found, Optional.of((bucket + i) + ":" + answer.get(0)));
            }
            if (found.size() >= limit && bucket + i + 1 < ChatKeys.BUCKETS) {
                return new ChatsPage(found, Optional.of((bucket + i + 1) + ":"));
            }
        }
        return new ChatsPage(found, last < ChatKeys.BUCKETS ? Optional.of(last + ":") : Optional.empty());
    }

    List<ArchivedMessage> messages(ChatId chat, long afterSeq, int limit) {
        long after = afterSeq;
        while (true) {
            List<Object> args = new ArrayList<>(dependencies.clockAndRetention());
            args.addAll(List.of(ChatDependencies.MAX_ANSWER_BYTES, after, limit));
            List<@Nullable Object> answer = RedisReply.list(
                    redis.call(SCAN.readOn(List.of(dependencies.keys().messages(chat)), args.toArray())
                            .byItself()));
            List<ArchivedMessage> messages = new ArrayList<>();
            long last = after;
            for (Object raw : answer) {
                Optional<StoredEntry> entry = StoredEntry.parse(raw);
                last = Math.max(last, entry.map(StoredEntry::number).orElse(0L));
                entry.flatMap(one -> message(chat, one).map(message -> new ArchivedMessage(message, one.clientMsgId())))
                        .ifPresent(messages::add);
            }
            if (!messages.isEmpty() || last == after) {
                return List.copyOf(messages);
            }
            // Nothing of it was readable: what follows may be.
            after = last;
        }
    }

    private Optional<ChatMessage> message(ChatId chat, StoredEntry entry) {
        Optional<ChatMessage> message = MessageRecord.parse(entry.record())
                .map(record -> record.message(entry.messageId(), entry.number()))
                .filter(read -> read.chatId().equals(chat));
        if (message.isEmpty()) {
            dependencies.counters().unreadable();
        }
        return message;
    }

    /** The messages as they stand in their chats, empty where they do not: one round trip. */
    List<Optional<StoredEntry>> find(List<MessageReference> references) {
        List<RedisCommand> commands = new ArrayList<>();
        for (MessageReference reference : references) {
            List<Object> args = new ArrayList<>(dependencies.clockAndRetention());
            args.add(reference.messageId());
            ChatId chat = reference.chat();
            commands.add(FIND.readOn(
                    List.of(
                            dependencies.keys().messages(chat),
                            dependencies.keys().ids(chat)),
                    args.toArray()));
        }
        return redis.all(commands).stream()
                .map(reply -> StoredEntry.parse(reply.get()))
                .toList();
    }

    List<RestoreOutcome> restore(List<ArchivedMessage> messages) {
        List<RedisCommand> commands = new ArrayList<>();
        for (ArchivedMessage archived : messages) {
            ChatMessage message = archived.message();
            String clientMsgId = archived.clientMsgId();
            List<Object> args = new ArrayList<>(dependencies.clockAndRetention());
            args.addAll(List.of(
                    dependencies.settings().maxPerChat(),
                    message.chatId().toString(),
                    message.messageId(),
                    message.chatSeq(),
                    message.timestamp().toEpochMilli(),
                    record(message).text(),
                    dependencies.settings().dedupe().toMillis(),
                    Digest.of(message.content()),
                    message.timestamp().toString(),
                    dependencies.upkeep().due()));
            List<String> keys = new ArrayList<>(dependencies.keys().chat(message.chatId()));
            keys.add(dependencies.keys().index(ChatKeys.bucket(message.chatId())));
            if (clientMsgId != null) {
                keys.add(dependencies.keys().sent(message.chatId(), message.fromUser(), clientMsgId));
                args.add(clientMsgId);
            }
            commands.add(RESTORE.on(keys, args.toArray()));
        }
        List<RedisReply> replies = redis.all(commands);
        List<RestoreOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            outcomes.add(outcome(
                    messages.get(i).message(), RedisReply.texts(replies.get(i).get())));
        }
        return List.copyOf(outcomes);
    }

    private static MessageRecord record(ChatMessage message) {
        return new MessageRecord(message.fromUser(), message.toUser(), "", message.timestamp(), message.content());
    }

    private static RestoreOutcome outcome(ChatMessage message, List<String> answer) {
        return switch (answer.get(0)) {
            case "expired" -> RestoreOutcome.EXPIRED;
            case "existing" -> isThere(message, answer.get(1)) ? RestoreOutcome.EXISTING : RestoreOutcome.CONFLICT;
            default ->
                RedisReply.number(answer.get(1)) == message.chatSeq()
                        ? RestoreOutcome.RESTORED
                        : RestoreOutcome.RENUMBERED;
        };
    }

    private static boolean isThere(ChatMessage message, String record) {
        return MessageRecord.parse(record)
                .filter(there -> there.fromUser().equals(message.fromUser())
                        && there.toUser().equals(message.toUser())
                        && there.content().equals(message.content()))
                .isPresent();
    }

    /** @return the number of messages */
    int erase(ChatId chat) {
        List<Object> args = new ArrayList<>(dependencies.clockAndRetention());
        args.add(chat.toString());
        List<String> keys = new ArrayList<>(dependencies.keys().chat(chat));
        keys.add(dependencies.keys().open(ChatKeys.bucket(chat)));
        keys.add(dependencies.keys().index(ChatKeys.bucket(chat)));
        return (int) RedisReply.number(redis.call(ERASE.on(keys, args.toArray())));
    }
}
