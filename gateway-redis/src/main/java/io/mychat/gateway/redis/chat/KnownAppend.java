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

    /** Keys and arguments beside those of the inboxes, see the script. */
    private static final int KEYS = 5;

    private static final int ARGUMENTS = 14;
    private static final int ARGUMENTS_OF_AN_INBOX = 4;

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
    private final String channels;
    private final String openMark;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicLong rested = new AtomicLong();

    KnownAppend(ChatDependencies chatDependencies, ChatLog chats, Inboxes inboxes, Delivery delivery, TimeSource time) {
        this.chatDependencies = chatDependencies;
        this.chats = chats;
        this.inboxes = inboxes;
        this.delivery = delivery;
        this.time = time;
        this.ownNode = "\"node_id\":" + Json.quoted(chatDependencies.nodeId());
        this.channels = chatDependencies.keys().channels();
        this.openMark = "v1 " + chatDependencies.nodeId();
    }

    /**
     * Stores a message.
     *
     * @param sentAt the message's time as text
     * @param own the message
     * @param appendings the message for each of its inboxes
     * @return empty when something is not as this gateway knows it, or is not known: nothing was stored
     */
    Optional<ChatOutcome> append(
            NewMessage message,
            String sentAt,
            UndeliveredMessage own,
            List<Appending> appendings,
            RedisCalls redisCalls) {
        return command(message, sentAt, own, appendings)
                .flatMap(command -> outcome(message, own, appendings, redisCalls.call(command)));
    }

    /** The call that stores a message; empty when something is not known. */
    Optional<RedisCommand> command(
            NewMessage message, String sentAt, UndeliveredMessage own, List<Appending> appendings) {
        Newest newest = chats.known(own.mark().chat());
        return newest.number() == 0 || isResting() || !areKnown(appendings)
                ? Optional.empty()
                : Optional.of(command(message, sentAt, own, newest, appendings));
    }

    /** Reads the answer to that call; empty when nothing was stored. */
    Optional<ChatOutcome> outcome(
            NewMessage message, UndeliveredMessage own, List<Appending> appendings, @Nullable Object raw) {
        if (raw instanceof Long) {
            if (refusals.incrementAndGet() == MOST_REFUSALS) {
                rested.set(time.nanoTime());
            }
            return Optional.empty();
        }
        refusals.set(0);
        return Optional.of(stored(message, own, appendings, raw));
    }

    private static boolean areKnown(List<Appending> appendings) {
        for (Appending to : appendings) {
            if (!to.seen().isOnlyNewest()) {
                return false;
            }
        }
        return true;
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

    private RedisCommand command(
            NewMessage message, String sentAt, UndeliveredMessage own, Newest newest, List<Appending> appendings) {
        String chat = own.mark().chat().toString();
        String clientMsgId = message.clientMsgId();
        List<String> keys = new ArrayList<>(KEYS + ChatKeys.INBOX_KEYS * appendings.size());
        chatDependencies.keys().addChat(keys, chat);
        Object[] args = new Object[ARGUMENTS + ARGUMENTS_OF_AN_INBOX * appendings.size()];
        int at = 0;
        args[at++] = chatDependencies.clockOffset().getAsLong();
        args[at++] = chatDependencies.settings().dedupe().toMillis();
        args[at++] = chatDependencies.settings().maxPerChat();
        args[at++] = chatDependencies.settings().maxPerInbox();
        args[at++] = message.messageId();
        args[at++] = own.record();
        args[at++] = clientMsgId == null ? "" : clientMsgId;
        args[at++] = Digest.of(message.content()) + " " + sentAt + " " + message.messageId();
        args[at++] = newest.number();
        args[at++] = newest.messageId();
        args[at++] = ownNode;
        args[at++] = channels;
        args[at++] = chat + " " + ChatLog.sender(message, own.mark().chat());
        args[at++] = openMark;
        for (Appending to : appendings) {
            Known seen = to.seen();
            args[at++] = to.userId();
            args[at++] = seen.epoch();
            args[at++] = seen.newest().text();
            args[at++] = seen.newest().number() + 1;
            inboxes.addKeys(keys, to.userId());
        }
        if (clientMsgId != null) {
            keys.add(chatDependencies.keys().sent(chat, message.fromUser(), clientMsgId));
        }
        return APPEND.on(keys, args);
    }

    private ChatOutcome stored(
            NewMessage message, UndeliveredMessage own, List<Appending> appendings, @Nullable Object raw) {
        List<@Nullable Object> answer = RedisReply.list(raw);
        ChatId chat = own.mark().chat();
        long number = RedisReply.number(answer.get(0));
        long arrival = RedisReply.number(answer.get(1));
        chats.stored(chat, number, message.messageId());
        lookSometimes(chat, number);
        if (answer.size() == OPEN) {
            PendingDelivery mark = new PendingDelivery(RedisReply.text(answer.get(2)), chat, number, arrival);
            return new Stored(
                    own.content().message(message.messageId(), chat, number),
                    List.of(new UndeliveredMessage(mark, message.messageId(), own.record(), own.content())));
        }
        UndeliveredMessage stored = own.numbered(number);
        for (int i = 0; i < appendings.size(); i++) {
            Appending to = appendings.get(i);
            String there = RedisReply.text(answer.get(2 + 2 * i));
            String before = RedisReply.text(answer.get(3 + 2 * i));
            delivery.delivered(
                    to.of(stored),
                    to.seen().epoch(),
                    before.isEmpty() ? to.seen().newest().text() : before,
                    arrival,
                    there);
            lookSometimes(to.userId(), RedisReply.number(there));
        }
        return new Stored(own.content().message(message.messageId(), chat, number), List.of());
    }

    /** Has the next message looks after the keys. */
    private void lookSometimes(Object what, long number) {
        if (number % TRIMMED_EVERY == 0) {
            chatDependencies.upkeep().failed(List.of(what));
        }
    }
}
