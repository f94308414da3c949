package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.ChatOutcome.Stored;
import io.mychat.gateway.redis.chat.Inboxes.Appending;
import io.mychat.gateway.redis.chat.KnownInboxes.Known;
import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.chat.record.PendingDelivery;
import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.NewMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    OneStepAppend(ChatDependencies chatDependencies, ChatLog chats, Inboxes inboxes, Delivery delivery) {
        this.chatDependencies = chatDependencies;
        this.chats = chats;
        this.inboxes = inboxes;
        this.delivery = delivery;
    }

    /**
     * Stores a message: one round trip.
     *
     * @param redisCalls the calls of the operation that this is a part of, which share a deadline
     * @return the outcome, with the pending messages that are still to be delivered; empty when nothing was stored, because
     *     earlier messages of this sender are pending: they come first, so this message needs two steps
     */
    Optional<ChatOutcome> append(NewMessage message, RedisCalls redisCalls) {
        List<String> users = List.copyOf(InboxOwners.of(message.fromUser(), message.toUser()));
        List<Object> touched = new ArrayList<>(users);
        touched.add(message.chatId());
        long upkeep = chatDependencies.upkeep().argument(touched);
        try {
            Optional<ChatOutcome> outcome = append(message, users, upkeep, redisCalls);
            if (outcome.filter(Stored.class::isInstance).isPresent()) {
                chatDependencies.upkeep().done(upkeep, touched);
            }
            return outcome;
        } catch (RuntimeException e) {
            chatDependencies.upkeep().failed(touched);
            users.forEach(delivery::mayHaveDelivered);
            throw e;
        }
    }

    private Optional<ChatOutcome> append(NewMessage message, List<String> users, long upkeep, RedisCalls redisCalls) {
        MessageRecord content = MessageRecord.of(message);
        String record = content.text();
        List<Known> seen = users.stream().map(inboxes::known).toList();
        List<Object> args = chats.arguments(message, record, upkeep);
        args.add(chatDependencies.settings().maxPerInbox());
        args.add(chatDependencies.keys().channels());
        List<String> keys = chats.keys(message.chatId());
        for (int i = 0; i < users.size(); i++) {
            args.add(users.get(i));
            args.addAll(Inboxes.evidence(seen.get(i)));
            keys.addAll(inboxes.keys(users.get(i)));
        }
        chats.sentKey(message).ifPresent(keys::add);

        List<@Nullable Object> answer = RedisReply.list(redisCalls.call(APPEND.on(keys, args.toArray())));

        List<@Nullable Object> inChat = RedisReply.list(answer.get(0));
        if (RedisReply.text(inChat.get(0)).equals("open")) {
            return Optional.empty();
        }
        ChatOutcome outcome = chats.outcome(inChat, message, record, content);
        if (outcome instanceof Stored stored && answer.size() > users.size()) {
            PendingDelivery place =
                    new PendingDelivery("", message.chatId(), stored.message().chatSeq(), 0);
            List<UndeliveredMessage> own = List.of(new UndeliveredMessage(place, message.messageId(), record, content));
            for (int i = 0; i < users.size(); i++) {
                delivery.delivered(new Appending(users.get(i), own, seen.get(i)), answer.get(i + 1));
            }
        }
        return Optional.of(outcome);
    }
}
