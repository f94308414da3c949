package io.mychat.gateway.transport.common.deflate;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake has agreed on about permessage-deflate (RFC 7692 section 7.1). Neither side takes its context over
 * from one message to the next.
 *
 * @param windowBits the most bits of the window in which the gateway compresses
 * @param bitsAsked whether the client has asked for these bits, and is told that it gets them
 */
public record Agreement(int windowBits, boolean bitsAsked) {

    private static final String NAME = "permessage-deflate";
    private static final int MIN_BITS = 8;
    private static final int MAX_BITS = 15;

    /**
     * Takes the first acceptable offer of a client.
     *
     * @param header the lines of its {@code Sec-WebSocket-Extensions}
     * @return null when there is none: the connection then has no compression
     * @throws IllegalArgumentException when the header is malformed; the handshake must then fail (RFC 6455 section 9.1)
     */
    public static @Nullable Agreement on(List<String> header) {
        for (ExtensionOffer offer : ExtensionHeader.read(header)) {
            Agreement agreement = offer.name().equals(NAME) ? on(offer) : null;
            if (agreement != null) {
                return agreement;
            }
        }
        return null;
    }

    /** Null for a parameter that is unknown, occurs twice or has a wrong value (section 7.1). */
    private static @Nullable Agreement on(ExtensionOffer offer) {
        Set<String> seen = new HashSet<>();
        Agreement agreement = new Agreement(MAX_BITS, false);
        for (ExtensionOffer.Parameter parameter : offer.parameters()) {
            String value = parameter.value();
            boolean valid = seen.add(parameter.name())
                    && switch (parameter.name()) {
                        case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
                        case "client_max_window_bits" -> value == null || bits(value) > 0;
                        case "server_max_window_bits" -> value != null && bits(value) > 0;
                        default -> false;
                    };
            if (!valid) {
                return null;
            }
            if (parameter.name().equals("server_max_window_bits") && value != null) {
                agreement = new Agreement(bits(value), true);
            }
        }
        return agreement;
    }

    /** A decimal number from 8 to 15 without leading zeros (section 7.1.2); 0: it is none. */
    private static int bits(String value) {
        for (int bits = MIN_BITS; bits <= MAX_BITS; bits++) {
            if (value.equals(Integer.toString(bits))) {
                return bits;
            }
        }
        return 0;
    }

    /** The answer to the client. */
    public String answer() {
        String answer = NAME + "; server_no_context_takeover; client_no_context_takeover";
        return bitsAsked ? String.format(Locale.ROOT, "%s; server_max_window_bits=%d", answer, windowBits) : answer;
    }
}
