package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.record.Digest;
import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.chat.record.PendingDelivery;
import io.mychat.gateway.redis.chat.record.StoredEntry;
import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.HistoryPage;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.message.PercentEncoding;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of chats in Redis. A message is stored in two steps: this class appends it to its chat together with a pending
 * mark, and {@link Delivery} puts it into the inboxes and completes the mark. Also reads the history. Thread-safe.
 */
final class ChatLog {

    /** The largest number of messages of one sender in one chat with pending marks; beyond it the sender gets 503. */
    static final int MAX_OPEN = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ChatLog.class);
    private static final LuaScript APPEND =
            LuaScript.load(ChatLog.class, "prelude.lua", "lives.lua", "chat-store.lua", "chat-append.lua");
    private static final LuaScript HISTORY =
            LuaScript.load(ChatLog.class, "prelude.lua", "lives.lua", "chat-history.lua");

    private final RedisCalls redis;
    private final ChatDependencies chatDependencies;
    private final CompletedMarks completedMarks;
    private final KnownChats known;
    private final RateLimitedLog losses;
    private final RateLimitedLog unreadable;
    private final RateLimitedLog undelivered;

    ChatLog(RedisCalls redis, ChatDependencies chatDependencies, CompletedMarks completedMarks, TimeSource time) {
        this.redis = redis;
        this.chatDependencies = chatDependencies;
        this.completedMarks = completedMarks;
        this.known = new KnownChats(chatDependencies.settings().maxKnown());
        this.losses = new RateLimitedLog(LOG::warn, time);
        this.unreadable = new RateLimitedLog(LOG::warn, time);
        this.undelivered = new RateLimitedLog(LOG::warn, time);
    }

    /**
     * Stores a message with a pending mark. The same call removes completed marks of the same bucket.
     *
     * @param redisCalls the calls of the operation that this is a part of, which share a deadline
     */
    ChatOutcome append(NewMessage message, RedisCalls redisCalls) {
        ChatId chat = message.chatId();
        MessageRecord content = MessageRecord.of(message);
        String record = content.text();
        long upkeep = chatDependencies.upkeep().argument(List.of(chat));
        List<Object> args = arguments(message, record, upkeep);
        args.addAll(completedMarks.takeDone(ChatKeys.bucket(chat)));
        List<String> keys = keys(chat);
        sentKey(message).ifPresent(keys::add);
        try {
            List<@Nullable Object> answer = RedisReply.list(redisCalls.call(APPEND.on(keys, args.toArray())));
            ChatOutcome outcome = outcome(answer, message, record, content);
            if (outcome instanceof ChatOutcome.Stored) {
                chatDependencies.upkeep().done(upkeep, List.of(chat));
            }
            return outcome;
        } catch (RuntimeException e) {
            chatDependencies.upkeep().failed(List.of(chat));
            throw e;
        }
    }

    /** The arguments of every script that stores a message. */
    List<Object> arguments(NewMessage message, String record, long upkeep) {
        ChatId chat = message.chatId();
        List<Object> args = new ArrayList<>(chatDependencies.clockAndRetention());
        args.add(chatDependencies.settings().dedupe().toMillis());
        args.add(chatDependencies.settings().maxPerChat());
        args.add(MAX_OPEN);
        args.add(chat.toString());
        args.add(sender(message, chat));
        args.add(chatDependencies.nodeId());
        args.add(message.messageId());
        args.add(message.timestamp().toString());
        args.add(Digest.of(message.content()));
        args.add(record);
        KnownChats.Newest seen = known.of(chat);
        args.add(seen.number());
        args.add(seen.messageId());
        args.add(Objects.requireNonNullElse(message.clientMsgId(), ""));
        args.add(upkeep);
        return args;
    }

    /** Which of the two users of a chat sends. */
    static String sender(NewMessage message, ChatId chat) {
        return PercentEncoding.encode(message.fromUser()).equals(chat.first()) ? "1" : "2";
    }

    /** The newest message that this gateway has stored there. */
    KnownChats.Newest known(ChatId chat) {
        return known.of(chat);
    }

    /** This gateway has stored a message there. */
    void stored(ChatId chat, long number, String messageId) {
        known.stored(chat, number, messageId);
    }

    /** The chat's messages, their counter, their numbers by id; the open marks and the index of its bucket. */
    List<String> keys(ChatId chat) {
        List<String> keys = new ArrayList<>();
        chatDependencies.keys().addChat(keys, chat.toString());
        keys.add(chatDependencies.keys().index(ChatKeys.bucket(chat)));
        return keys;
    }

    /** The key of the message's {@code client_msg_id}, if it has one. */
    Optional<String> sentKey(NewMessage message) {
        return Optional.ofNullable(message.clientMsgId())
                .map(id -> chatDependencies.keys().sent(message.chatId(), message.fromUser(), id));
    }

    /** Reads what such a script has answered about the chat. */
    ChatOutcome outcome(List<@Nullable Object> answer, NewMessage message, String record, MessageRecord content) {
        switch (RedisReply.text(answer.get(0))) {
            case "stored" -> {
                long number = RedisReply.number(answer.get(1));
                String mark = RedisReply.text(answer.get(2));
                if (RedisReply.text(answer.get(4)).equals("1")) {
                    chatDependencies.counters().lostInChat();
                    losses.log(
                            "Redis has lost messages of a chat; the numbering goes on behind the newest that this gateway has seen");
                }
                known.stored(message.chatId(), number, message.messageId());
                List<UndeliveredMessage> open = open(answer.subList(5, answer.size()));
                if (!mark.isEmpty()) {
                    PendingDelivery own =
                            new PendingDelivery(mark, message.chatId(), number, RedisReply.number(answer.get(3)));
                    open.add(new UndeliveredMessage(own, message.messageId(), record, content));
                }
                return new ChatOutcome.Stored(content.message(message.messageId(), number), open);
            }
            case "again" -> {
                ChatMessage stored = content.message(message.messageId(), RedisReply.number(answer.get(1)));
                return new ChatOutcome.Stored(stored, open(answer.subList(2, answer.size())));
            }
            case "duplicate" -> {
                // The digests are equal, so the content is the original's.
                MessageRecord original = new MessageRecord(
                        message.fromUser(),
                        message.toUser(),
                        "",
                        time(answer.get(3), message.timestamp()),
                        message.content());
                return new ChatOutcome.Duplicate(
                        original.message(RedisReply.text(answer.get(2)), RedisReply.number(answer.get(1))),
                        open(answer.subList(4, answer.size())));
            }
            case "reused" -> {
                return new ChatOutcome.ClientMsgIdReused();
            }
            case "backlog" -> {
                return new ChatOutcome.Backlog();
            }
            default -> throw new StoreUnavailableException("Redis answered something unknown about a message");
        }
    }

    private List<UndeliveredMessage> open(List<@Nullable Object> raw) {
        List<UndeliveredMessage> open = new ArrayList<>();
        for (Object one : raw) {
            List<String> fields = RedisReply.texts(one);
            PendingDelivery.parse(fields.get(0))
                    .flatMap(mark -> readable(mark, fields.get(3), fields.get(4)))
                    .ifPresent(open::add);
        }
        return open;
    }

    /** The messages of marks, in order. A mark without a readable message is completed, and its message is not delivered. */
    List<UndeliveredMessage> read(List<PendingDelivery> wanted) {
        List<RedisCommand> reads = new ArrayList<>();
        for (PendingDelivery mark : wanted) {
            reads.add(RedisCommand.read(
                            "XRANGE", chatDependencies.keys().messages(mark.chat()), mark.number(), mark.number())
                    .byItself());
        }
        List<UndeliveredMessage> found = new ArrayList<>();
        List<RedisReply> replies = redis.all(reads);
        for (int i = 0; i < wanted.size(); i++) {
            PendingDelivery mark = wanted.get(i);
            List<@Nullable Object> entries = replies.get(i).list();
            Optional<StoredEntry> entry = entries.isEmpty() ? Optional.empty() : StoredEntry.parse(entries.get(0));
            if (entry.isEmpty()) {
                undelivered.log(
                        "A message of chat " + mark.chat() + " was removed by retention before it reached all inboxes");
                chatDependencies.counters().lost();
                completedMarks.done(mark);
            } else {
                readable(mark, entry.get().messageId(), entry.get().record()).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<UndeliveredMessage> readable(PendingDelivery mark, String messageId, String record) {
        Optional<MessageRecord> content = MessageRecord.parse(record)
                .filter(read -> mark.chat().equals(ChatId.between(read.fromUser(), read.toUser())));
        if (content.isEmpty()) {
            unreadable.log(
                    "Message " + mark.number() + " of chat " + mark.chat() + " is unreadable and is not delivered");
            chatDependencies.counters().unreadable();
            completedMarks.done(mark);
        }
        return content.map(read -> new UndeliveredMessage(mark, messageId, record, read));
    }

    Optional<HistoryPage> history(ChatId chat, int limit, Optional<String> before) {
        List<Object> args = new ArrayList<>(chatDependencies.clockAndRetention());
        args.add(ChatDependencies.MAX_ANSWER_BYTES);
        args.add(limit);
        before.ifPresent(args::add);
        List<String> keys = List.of(
                chatDependencies.keys().messages(chat), chatDependencies.keys().ids(chat));
        Object raw = redis.call(HISTORY.readOn(keys, args.toArray()).byItself());
        if (raw == null) {
            return Optional.empty();
        }
        List<@Nullable Object> answer = RedisReply.list(raw);
        List<ChatMessage> messages = new ArrayList<>();
        for (Object one : answer.subList(1, answer.size())) {
            StoredEntry.parse(one).flatMap(entry -> message(chat, entry)).ifPresent(messages::add);
        }
        Collections.reverse(messages);
        return Optional.of(new HistoryPage(
                List.copyOf(messages), RedisReply.text(answer.get(0)).equals("1")));
    }

    private Optional<ChatMessage> message(ChatId chat, StoredEntry entry) {
        Optional<MessageRecord> content = MessageRecord.parse(entry.record());
        if (content.isEmpty()) {
            unreadable.log("Message " + entry.number() + " of chat " + chat + " is unreadable and is left out");
            chatDependencies.counters().unreadable();
        }
        return content.map(read -> read.message(entry.messageId(), entry.number()));
    }

    private static Instant time(@Nullable Object raw, Instant instead) {
        try {
            return Instant.parse(RedisReply.text(raw));
        } catch (DateTimeException e) {
            LOG.debug("Redis holds an unreadable time", e);
            return instead;
        }
    }
}
