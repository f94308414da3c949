package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.NewMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages of one chat and their dedupe keys. Guarded by the store's lock. */
final class Chat implements MessageHolder {

    private final ChatId id;
    private final MessageRing tape = new MessageRing();
    private final Map<DedupeKey, StoredMessage> byClientMsgId = new HashMap<>();

    Chat(ChatId id) {
        this.id = id;
    }

    ChatId id() {
        return id;
    }

    @Override
    public MessageRing tape() {
        return tape;
    }

    /** The last message with this sender and {@code client_msg_id} that the chat still holds. */
    Optional<StoredMessage> findSent(NewMessage message) {
        DedupeKey key = DedupeKey.of(message.fromUser(), message.clientMsgId());
        return key == null ? Optional.empty() : Optional.ofNullable(byClientMsgId.get(key));
    }

    void append(StoredMessage message) {
        tape.append(message);
        message.enter(this, tape.latest());
        DedupeKey key = keyOf(message);
        if (key != null) {
            byClientMsgId.put(key, message);
        }
    }

    @Override
    public void remove(long number, StoredMessage message) {
        tape.remove(number);
        DedupeKey key = keyOf(message);
        if (key != null) {
            // The key stays when it belongs to a later message now.
            byClientMsgId.remove(key, message);
        }
    }

    private static @Nullable DedupeKey keyOf(StoredMessage message) {
        return DedupeKey.of(message.message().fromUser(), message.clientMsgId());
    }

    private record DedupeKey(String sender, String clientMsgId) {

        static @Nullable DedupeKey of(String sender, @Nullable String clientMsgId) {
            return clientMsgId == null ? null : new DedupeKey(sender, clientMsgId);
        }
    }
}
