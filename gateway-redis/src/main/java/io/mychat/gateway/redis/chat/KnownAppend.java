package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.ChatOutcome.Stored;
import io.mychat.gateway.redis.chat.Inboxes.Appending;
import io.mychat.gateway.redis.chat.KnownChats.Newest;
import io.mychat.gateway.redis.chat.KnownInboxes.Known;
import io.mychat.gateway.redis.chat.record.Digest;
import io.mychat.gateway.redis.chat.record.PendingDelivery;
import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The short form of {@link OneStepAppend}, for a chat and inboxes of which this gateway knows the newest entries: a script with
 * the commands that a message needs, and no others. Thread-safe.
 */
final class KnownAppend {

    private static final LuaScript APPEND = LuaScript.load(KnownAppend.class, "message-append-known.lua");

    /** As the scripts have it: of so many messages one looks after the keys. */
    private static final int TRIMMED_EVERY = 64;

    /** The length of the answer about a message that stands open. */
    private static final int OPEN = 3;

    /** After so many refusals in a row this form is left alone for a while: a user of Redis may lack a right, for example. */
    private static final int MOST_REFUSALS = 16;

    private static final Duration REST = Duration.ofMinutes(1);

    private final ChatDependencies chatDependencies;
    private final ChatLog chats;
    private final Inboxes inboxes;
    private final Delivery delivery;
    private final TimeSource time;
    private final String ownNode;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicLong rested = new AtomicLong();

    KnownAppend(ChatDependencies chatDependencies, ChatLog chats, Inboxes inboxes, Delivery delivery, TimeSource time) {
        this.chatDependencies = chatDependencies;
        this.chats = chats;
        this.inboxes = inboxes;
        this.delivery = delivery;
        this.time = time;
        this.ownNode = "\"node_id\":" + Json.quoted(chatDependencies.nodeId());
    }

    /**
     * Stores a message.
     *
     * @param own the message
     * @param appendings the message for each of its inboxes
     * @return empty when something is not as this gateway knows it, or is not known: nothing was stored
     */
    Optional<ChatOutcome> append(
            NewMessage message, UndeliveredMessage own, List<Appending> appendings, RedisCalls redisCalls) {
        Newest newest = chats.known(message.chatId());
        if (newest.number() == 0
                || isResting()
                || !appendings.stream().allMatch(to -> to.seen().isOnlyNewest())) {
            return Optional.empty();
        }
        Object raw = redisCalls.call(command(message, own.record(), newest, appendings));
        if (raw instanceof Long) {
            if (refusals.incrementAndGet() == MOST_REFUSALS) {
                rested.set(time.nanoTime());
            }
            return Optional.empty();
        }
        refusals.set(0);
        return Optional.of(outcome(message, own, appendings, raw));
    }

    private boolean isResting() {
        if (refusals.get() < MOST_REFUSALS) {
            return false;
        }
        if (time.nanoTime() - rested.get() < REST.toNanos()) {
            return true;
        }
        refusals.set(0);
        return false;
    }

    private RedisCommand command(NewMessage message, String record, Newest newest, List<Appending> appendings) {
        ChatId chat = message.chatId();
        List<String> keys = chats.keysOfKnown(chat);
        List<Object> args = new ArrayList<>(14 + 4 * appendings.size());
        args.add(chatDependencies.clockOffset().getAsLong());
        args.add(chatDependencies.settings().dedupe().toMillis());
        args.add(chatDependencies.settings().maxPerChat());
        args.add(chatDependencies.settings().maxPerInbox());
        args.add(message.messageId());
        args.add(record);
        args.add(message.clientMsgId() == null ? "" : message.clientMsgId());
        args.add(Digest.of(message.content()) + " " + message.timestamp() + " " + message.messageId());
        args.add(newest.number());
        args.add(newest.messageId());
        args.add(ownNode);
        args.add(chatDependencies.keys().channels());
        args.add(chat + " " + ChatLog.sender(message));
        args.add("v1 " + chatDependencies.nodeId());
        for (Appending to : appendings) {
            Known seen = to.seen();
            args.add(to.userId());
            args.add(seen.epoch());
            args.add(seen.newest().text());
            args.add(seen.newest().number() + 1);
            keys.addAll(inboxes.keys(to.userId()));
        }
        chats.sentKey(message).ifPresent(keys::add);
        return APPEND.on(keys, args.toArray());
    }

    private ChatOutcome outcome(
            NewMessage message, UndeliveredMessage own, List<Appending> appendings, @Nullable Object raw) {
        List<String> answer = RedisReply.texts(raw);
        long number = RedisReply.number(answer.get(0));
        chats.stored(message.chatId(), number, message.messageId());
        lookSometimes(message.chatId(), number);
        if (answer.size() == OPEN) {
            PendingDelivery mark =
                    new PendingDelivery(answer.get(2), message.chatId(), number, RedisReply.number(answer.get(1)));
            return new Stored(
                    own.content().message(message.messageId(), number),
                    List.of(new UndeliveredMessage(mark, message.messageId(), own.record(), own.content())));
        }
        UndeliveredMessage stored = own.numbered(number);
        for (int i = 0; i < appendings.size(); i++) {
            Appending to = appendings.get(i);
            String there = answer.get(2 + 2 * i);
            String before = answer.get(3 + 2 * i);
            delivery.delivered(
                    to.of(stored),
                    List.of(
                            to.seen().epoch(),
                            before.isEmpty() ? to.seen().newest().text() : before,
                            answer.get(1),
                            there));
            lookSometimes(to.userId(), RedisReply.number(there));
        }
        return new Stored(own.content().message(message.messageId(), number), List.of());
    }

    /** Has the next message looks after the keys. */
    private void lookSometimes(Object what, long number) {
        if (number % TRIMMED_EVERY == 0) {
            chatDependencies.upkeep().failed(List.of(what));
        }
    }
}
