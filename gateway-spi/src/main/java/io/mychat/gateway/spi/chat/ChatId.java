package io.mychat.gateway.spi.chat;

import io.mychat.gateway.spi.message.PercentEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The name of a conversation of two people: {@code dm:} and their user ids, percent-encoded, sorted and joined by
 * {@code :}, so that no user id can imitate another chat (protocol.md 1.3).
 *
 * @param first the encoded user id that sorts first
 * @param second the other encoded user id
 * @since 0.1.0
 */
public record ChatId(String first, String second) {

    private static final String PREFIX = "dm:";
    private static final String HEX = "0123456789ABCDEF";

    /** The chat of two users. Both may be the same user. */
    public static ChatId between(String userA, String userB) {
        String a = PercentEncoding.encode(userA);
        String b = PercentEncoding.encode(userB);
        return a.compareTo(b) <= 0 ? new ChatId(a, b) : new ChatId(b, a);
    }

    /** Parses a chat id; empty when {@link #between} could not have made it. */
    public static Optional<ChatId> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = text.substring(PREFIX.length()).split(":", -1);
        if (parts.length != 2 || !isEncoded(parts[0]) || !isEncoded(parts[1]) || parts[0].compareTo(parts[1]) > 0) {
            return Optional.empty();
        }
        return Optional.of(new ChatId(parts[0], parts[1]));
    }

    /** Whether the user is one of the two. */
    public boolean hasMember(String userId) {
        String encoded = PercentEncoding.encode(userId);
        return encoded.equals(first) || encoded.equals(second);
    }

    /** The user ids of the two, or of the one who writes to oneself. */
    public List<String> members() {
        return Stream.of(first, second)
                .distinct()
                .map(part -> decode(part).orElseThrow())
                .toList();
    }

    @Override
    public String toString() {
        return PREFIX + first + ":" + second;
    }

    /**
     * Whether {@link PercentEncoding#encode} could have written it. Each user id has exactly one form, so that a chat has one name.
     */
    private static boolean isEncoded(String part) {
        return !part.isEmpty()
                && decode(part)
                        .map(PercentEncoding::encode)
                        .filter(part::equals)
                        .isPresent();
    }

    /** Empty when the bytes are not UTF-8 or end within a character. */
    private static Optional<String> decode(String part) {
        ByteBuffer bytes = ByteBuffer.allocate(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                if (i + 2 >= part.length()) {
                    return Optional.empty();
                }
                bytes.put((byte) (HEX.indexOf(part.charAt(i + 1)) << 4 | HEX.indexOf(part.charAt(i + 2))));
                i += 2;
            } else {
                // A character outside ASCII becomes another one here; the comparison in isEncoded then fails.
                bytes.put((byte) c);
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
