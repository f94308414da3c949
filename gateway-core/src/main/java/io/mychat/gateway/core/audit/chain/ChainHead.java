package io.mychat.gateway.core.audit.chain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a chain: the number and the MAC of one line. Kept outside, it is an anchor: a chain that does not have this line
 * has been cut off or written anew.
 *
 * @param seq from 1 on; 0 before the first line
 * @param mac 64 lower-case hexadecimal digits
 * @since 0.1.0
 */
public record ChainHead(long seq, String mac) {

    /** Before the first line. */
    public static final ChainHead START = new ChainHead(0, "0".repeat(64));

    private static final Pattern TEXT = Pattern.compile("(?<seq>[0-9]{1,18}):(?<mac>[0-9a-f]{64})");

    /**
     * Reads {@code SEQ:MAC}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static ChainHead parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("an anchor is SEQ:MAC, a number and 64 hexadecimal digits");
        }
        return new ChainHead(Long.parseLong(parts.group("seq")), parts.group("mac"));
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return seq + ":" + mac;
    }
}
