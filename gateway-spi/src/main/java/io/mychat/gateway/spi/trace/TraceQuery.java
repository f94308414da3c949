package io.mychat.gateway.spi.trace;

import io.mychat.gateway.spi.chat.ChatId;
import java.util.Optional;

/**
 * A question for a user, a message or a chat.
 *
 * @param chat where the store has to look for a message; empty: only if recorded events name the chat
 * @param limit the most events of the answer, 1 to {@value #MAX_LIMIT}; the newest are taken
 * @since 0.1.0
 */
public record TraceQuery(TraceSubject subject, Optional<ChatId> chat, int limit) {

    public static final int DEFAULT_LIMIT = 1000;
    public static final int MAX_LIMIT = 5000;

    /** @throws IllegalArgumentException when the limit is out of bounds, or {@code chat} is given for another subject */
    public TraceQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT);
        }
        if (chat.isPresent() && subject.kind() != TraceSubject.Kind.MESSAGE) {
            throw new IllegalArgumentException("only a message is looked for in a chat");
        }
    }

    /** @throws IllegalArgumentException when this cannot be a user id */
    public static TraceQuery ofUser(String userId) {
        return of(TraceSubject.Kind.USER, userId);
    }

    /**
     * A message. Use {@link #in} where the message is older than the recording.
     *
     * @throws IllegalArgumentException when this cannot be a message id
     */
    public static TraceQuery ofMessage(String messageId) {
        return of(TraceSubject.Kind.MESSAGE, messageId);
    }

    /** All messages of a chat. */
    public static TraceQuery ofChat(ChatId chat) {
        return of(TraceSubject.Kind.CHAT, chat.toString());
    }

    private static TraceQuery of(TraceSubject.Kind kind, String id) {
        return new TraceQuery(new TraceSubject(kind, id), Optional.empty(), DEFAULT_LIMIT);
    }

    /** The same question for a message, which the store finds in this chat. */
    public TraceQuery in(ChatId where) {
        return new TraceQuery(subject, Optional.of(where), limit);
    }

    /** The same question with another number of events. */
    public TraceQuery limit(int most) {
        return new TraceQuery(subject, chat, most);
    }
}
