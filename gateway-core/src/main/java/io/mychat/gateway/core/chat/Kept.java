package io.mychat.gateway.core.chat;

import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.NewMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message that its chat or an inbox still holds. Equal only to itself; guarded by the store's lock. */
final class Kept {

    /** Objects, references and the parts of strings that are not content. */
    private static final int OVERHEAD_BYTES = 500;

    private final ChatMessage message;
    private final String originSession;
    private final @Nullable String clientMsgId;
    private final long arrivedAt;
    private final List<Place> places = new ArrayList<>(3);
    private int holders;

    Kept(NewMessage from, ChatId chatId, long chatSeq, long arrivedAt) {
        this.message = new ChatMessage(
                from.messageId(), chatId, chatSeq, from.fromUser(), from.toUser(), from.content(), from.timestamp());
        this.originSession = from.originSession();
        this.clientMsgId = from.clientMsgId();
        this.arrivedAt = arrivedAt;
    }

    ChatMessage message() {
        return message;
    }

    String originSession() {
        return originSession;
    }

    @Nullable
    String clientMsgId() {
        return clientMsgId;
    }

    /** {@code nanoTime} of the append. */
    long arrivedAt() {
        return arrivedAt;
    }

    long bytes() {
        int idLength = clientMsgId == null ? 0 : clientMsgId.length();
        return OVERHEAD_BYTES + 2L * (message.content().length() + idLength);
    }

    /** Notes that a place holds it. */
    void enter(Place place) {
        places.add(place);
        holders++;
    }

    /** Notes that a place has dropped it; says whether it was the last. */
    boolean leave() {
        return --holders == 0;
    }

    /** Where it has been put; some may have dropped it since. */
    List<Place> places() {
        return places;
    }
}
