package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.chat.ChatOutcome.Stored;
import io.mychat.gateway.redis.chat.Inboxes.Appending;
import io.mychat.gateway.redis.chat.record.MessageRecord;
import io.mychat.gateway.redis.chat.record.PendingDelivery;
import io.mychat.gateway.redis.chat.record.UndeliveredMessage;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.InboxOwners;
import io.mychat.gateway.spi.chat.NewMessage;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /**
     * Stores a message: one round trip, or two when something is not as this gateway knows it.
     *
     * @param redisCalls the calls of the operation that this is a part of, which share a deadline
     * @return the outcome, with the pending messages that are still to be delivered; empty when nothing was stored, because
     *     earlier messages of this sender are pending: they come first, so this message needs two steps
     */
    Optional<ChatOutcome> append(NewMessage message, RedisCalls redisCalls) {
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
        try {
            Optional<ChatOutcome> outcome =
                    upkeep > 0 ? Optional.empty() : known.append(message, time, own, appendings, redisCalls);
            if (outcome.isEmpty()) {
                outcome = append(message, own, appendings, upkeep, redisCalls);
                if (outcome.filter(Stored.class::isInstance).isPresent()) {
                    chatDependencies.upkeep().done(upkeep, touched);
                }
            }
            return outcome;
        } catch (RuntimeException e) {
            chatDependencies.upkeep().failed(touched);
            users.forEach(delivery::mayHaveDelivered);
            throw e;
        }
    }

    private Optional<ChatOutcome> append(
            NewMessage message,
            UndeliveredMessage own,
            List<Appending> appendings,
            long upkeep,
            RedisCalls redisCalls) {
        List<Object> args = chats.arguments(message, own.record(), upkeep);
        args.add(chatDependencies.settings().maxPerInbox());
        args.add(chatDependencies.keys().channels());
        List<String> keys = chats.keys(message.chatId());
        for (Appending to : appendings) {
            args.add(to.userId());
            args.addAll(Inboxes.evidence(to.seen()));
            keys.addAll(inboxes.keys(to.userId()));
        }
        chats.sentKey(message).ifPresent(keys::add);

        List<@Nullable Object> answer = RedisReply.list(redisCalls.call(APPEND.on(keys, args.toArray())));

        List<@Nullable Object> inChat = RedisReply.list(answer.get(0));
        if (RedisReply.text(inChat.get(0)).equals("open")) {
            return Optional.empty();
        }
        ChatOutcome outcome = chats.outcome(inChat, message, own.record(), own.content());
        if (outcome instanceof Stored stored && answer.size() > appendings.size()) {
            UndeliveredMessage numbered = own.numbered(stored.message().chatSeq());
            for (int i = 0; i < appendings.size(); i++) {
                delivery.delivered(appendings.get(i).of(numbered), answer.get(i + 1));
            }
        }
        return Optional.of(outcome);
    }
}
