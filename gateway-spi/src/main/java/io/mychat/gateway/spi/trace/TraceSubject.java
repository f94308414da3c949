package io.mychat.gateway.spi.trace;

import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whom or what a trace is about.
 *
 * @param id a user id, a message id or a chat id
 * @since 0.1.0
 */
public record TraceSubject(Kind kind, String id) {

    private static final Pattern MESSAGE_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    /** The kinds of subjects. */
    public enum Kind {
        USER,
        MESSAGE,
        CHAT;

        /** The name in the HTTP API and on the bus. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException when {@code id} cannot be the id of such a subject */
    public TraceSubject {
        boolean valid = switch (kind) {
            case USER -> UserInfo.isValidUserId(id);
            case MESSAGE -> MESSAGE_ID.matcher(id).matches();
            case CHAT -> ChatId.parse(id).isPresent();
        };
        if (!valid) {
            throw new IllegalArgumentException(kind.key() + " is malformed");
        }
    }

    /** The users that the subject names: a user, or the members of a chat; none for a message. */
    public List<String> people() {
        return switch (kind) {
            case USER -> List.of(id);
            case MESSAGE -> List.of();
            case CHAT -> ChatId.parse(id).map(ChatId::members).orElse(List.of());
        };
    }
}
