package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.ChatOutcome.Stored;
import io.mychat.gateway.redis.chat.Inboxes.Appending;
import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.chat.record.PendingDelivery;
import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stores a message in its chat and in both inboxes by one script, on a server that has all keys. Nothing can stop between the
 * two steps, so the message needs no pending mark. Thread-safe.
 */
final class OneStepAppend {

    private static final LuaScript APPEND = LuaScript.load(
            OneStepAppend.class,
            "prelude.lua",
            "lives.lua",
            "inbox.lua",
            "chat-store.lua",
            "inbox-put.lua",
            "message-append.lua");

    private final ChatDependencies chatDependencies;
    private final ChatLog chats;
    private final Inboxes inboxes;
    private final Delivery delivery;
    private final KnownAppend known;

    OneStepAppend(
            ChatDependencies chatDependencies, ChatLog chats, Inboxes inboxes, Delivery delivery, TimeSource time) {
        this.chatDependencies = chatDependencies;
        this.chats = chats;
        this.inboxes = inboxes;
        this.delivery = delivery;
        this.known = new KnownAppend(chatDependencies, chats, inboxes, delivery, time);
    }

    /** A message, and what this gateway knows of its chat and its inboxes. */
    private record Prepared(
            NewMessage message,
            String time,
            UndeliveredMessage own,
            List<Appending> appendings,
            List<Object> touched,
            long upkeep) {}

    private Prepared prepared(NewMessage message) {
        Set<String> users = InboxOwners.of(message.fromUser(), message.toUser());
        ChatId chat = message.chatId();
        List<Object> touched = new ArrayList<>(users.size() + 1);
        touched.addAll(users);
        touched.add(chat);
        long upkeep = chatDependencies.upkeep().argument(touched);
        MessageRecord content = MessageRecord.of(message);
        String time = message.timestamp().toString();
        UndeliveredMessage own = new UndeliveredMessage(
                new PendingDelivery("", chat, 0, 0), message.messageId(), content.text(time), content);
        List<UndeliveredMessage> messages = List.of(own);
        List<Appending> appendings = new ArrayList<>(users.size());
        for (String user : users) {
            appendings.add(inboxes.appending(user, messages));
        }
        return new Prepared(message, time, own, appendings, touched, upkeep);
    }

    /**
     * Stores a message: one round trip, or two when something is not as this gateway knows it.
     *
     * @param redisCalls the calls of the operation that this is a part of, which share a deadline
     * @return the outcome, with the pending messages that are still to be delivered; empty when nothing was stored, because
     *     earlier messages of this sender are pending: they come first, so this message needs two steps
     */
    Optional<ChatOutcome> append(NewMessage message, RedisCalls redisCalls) {
        Prepared prepared = prepared(message);
        try {
            Optional<ChatOutcome> outcome = prepared.upkeep() > 0
                    ? Optional.empty()
                    : known.append(message, prepared.time(), prepared.own(), prepared.appendings(), redisCalls);
            return outcome.isPresent() ? outcome : outcome(prepared, redisCalls.call(command(prepared)));
        } catch (RuntimeException e) {
            failed(prepared);
            throw e;
        }
    }

    /** As {@link #append}, without a thread that waits. */
    CompletionStage<Optional<ChatOutcome>> appendLater(NewMessage message, RedisCalls redisCalls) {
        Prepared prepared = prepared(message);
        Optional<RedisCommand> brief = prepared.upkeep() > 0
                ? Optional.empty()
                : known.command(message, prepared.time(), prepared.own(), prepared.appendings());
        CompletionStage<Optional<ChatOutcome>> outcome = brief.isEmpty()
                ? inFullLater(prepared, redisCalls)
                : redisCalls.later(brief.get()).thenCompose(reply -> {
                    Optional<ChatOutcome> stored =
                            known.outcome(message, prepared.own(), prepared.appendings(), reply.get());
                    return stored.isPresent()
                            ? CompletableFuture.completedFuture(stored)
                            : inFullLater(prepared, redisCalls);
                });
        return outcome.whenComplete((stored, error) -> {
            if (error != null) {
                failed(prepared);
            }
        });
    }

    private CompletionStage<Optional<ChatOutcome>> inFullLater(Prepared prepared, RedisCalls redisCalls) {
        return redisCalls.later(command(prepared)).thenApply(reply -> outcome(prepared, reply.get()));
    }

    private void failed(Prepared prepared) {
        chatDependencies.upkeep().failed(prepared.touched());
        prepared.appendings().forEach(to -> delivery.mayHaveDelivered(to.userId()));
    }

    private RedisCommand command(Prepared prepared) {
        NewMessage message = prepared.message();
        List<Object> args = chats.arguments(message, prepared.own().record(), prepared.upkeep());
        args.add(chatDependencies.settings().maxPerInbox());
        args.add(chatDependencies.keys().channels());
        List<String> keys = chats.keys(message.chatId());
        for (Appending to : prepared.appendings()) {
            args.add(to.userId());
            args.addAll(Inboxes.evidence(to.seen()));
            keys.addAll(inboxes.keys(to.userId()));
        }
        chats.sentKey(message).ifPresent(keys::add);
        return APPEND.on(keys, args.toArray());
    }

    private Optional<ChatOutcome> outcome(Prepared prepared, @Nullable Object raw) {
        List<@Nullable Object> answer = RedisReply.list(raw);
        List<@Nullable Object> inChat = RedisReply.list(answer.get(0));
        if (RedisReply.text(inChat.get(0)).equals("open")) {
            return Optional.empty();
        }
        UndeliveredMessage own = prepared.own();
        List<Appending> appendings = prepared.appendings();
        ChatOutcome outcome = chats.outcome(inChat, prepared.message(), own.record(), own.content());
        if (outcome instanceof Stored stored) {
            if (answer.size() > appendings.size()) {
                UndeliveredMessage numbered = own.numbered(stored.message().chatSeq());
                for (int i = 0; i < appendings.size(); i++) {
                    delivery.delivered(appendings.get(i).of(numbered), answer.get(i + 1));
                }
            }
            chatDependencies.upkeep().done(prepared.upkeep(), prepared.touched());
        }
        return Optional.of(outcome);
    }
}
