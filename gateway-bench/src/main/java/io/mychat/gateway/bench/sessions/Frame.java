package io.mychat.gateway.bench.sessions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One message of a client at a time, in a buffer that all of them share, so that clients allocate nothing. One thread. */
final class Frame {

    private static final int MOST_DIGITS = 19;
    private static final String CONTENT = "0123456789".repeat(10);

    private final byte[] buffer = new byte[1024];
    private final byte[] digits = new byte[MOST_DIGITS];
    private int length;

    /** What a sender's messages have in common. */
    record Template(byte[] head, byte[] middle, byte[] tail) {

        /** @param id of the sender, the same for no other one */
        static Template to(String user, String id) {
            return new Template(
                    ascii("{\"cmd_id\":2001,\"request_id\":\""),
                    ascii("\",\"data\":{\"to_user\":\"" + user + "\",\"content\":\"" + CONTENT
                            + "\",\"client_msg_id\":\"" + id + "-"),
                    ascii("\"}}"));
        }
    }

    private static final byte[] ACKNOWLEDGE = ascii("{\"cmd_id\":2004,\"data\":{\"inbox_seq\":");
    private static final byte[] END = ascii("}}");

    /** @return whether the gateway has read it */
    boolean message(ClientConnection from, Template template, long number) throws IOException {
        length = 0;
        text(template.head());
        number(number);
        text(template.middle());
        number(number);
        text(template.tail());
        return from.write(buffer, length);
    }

    /** @return whether the gateway has read it */
    boolean acknowledgement(ClientConnection from, long inboxSeq) throws IOException {
        length = 0;
        text(ACKNOWLEDGE);
        number(inboxSeq);
        text(END);
        return from.write(buffer, length);
    }

    private void text(byte[] text) {
        System.arraycopy(text, 0, buffer, length, text.length);
        length += text.length;
    }

    private void number(long number) {
        int from = MOST_DIGITS;
        long rest = number;
        do {
            digits[--from] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        System.arraycopy(digits, from, buffer, length, MOST_DIGITS - from);
        length += MOST_DIGITS - from;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
