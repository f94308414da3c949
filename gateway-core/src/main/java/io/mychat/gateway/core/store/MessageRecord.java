package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.chat.NewMessage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as bytes: its length, its slot, its time, and its texts. A character takes one byte where all of its text have
 * a number below 256, else two.
 */
final class MessageRecord {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SLOT = 4;
    private static final int SECONDS = 8;
    private static final int NANOS = 16;
    private static final int TEXTS = 20;
    private static final int HEAD = 4;
    private static final int ABSENT = -1;

    private MessageRecord() {}

    /** The texts of a message, in the order of the record. */
    enum Text {
        ID(0),
        SENDER(1),
        RECIPIENT(2),
        CLIENT_MSG_ID(3),
        ORIGIN(4),
        CONTENT(5);

        private final int index;

        Text(int index) {
            this.index = index;
        }
    }

    /** The bytes that a message takes. */
    static int lengthOf(NewMessage message) {
        return TEXTS
                + lengthOf(message.messageId())
                + lengthOf(message.fromUser())
                + lengthOf(message.toUser())
                + lengthOf(message.clientMsgId())
                + lengthOf(message.originSession())
                + lengthOf(message.content());
    }

    private static int lengthOf(@Nullable String text) {
        return text == null ? HEAD : HEAD + (text.length() << width(text));
    }

    static void write(NewMessage message, int slot, int length, byte[] bytes, int at) {
        INT.set(bytes, at, length);
        INT.set(bytes, at + SLOT, slot);
        Instant timestamp = message.timestamp();
        LONG.set(bytes, at + SECONDS, timestamp.getEpochSecond());
        INT.set(bytes, at + NANOS, timestamp.getNano());
        int next = write(message.messageId(), bytes, at + TEXTS);
        next = write(message.fromUser(), bytes, next);
        next = write(message.toUser(), bytes, next);
        next = write(message.clientMsgId(), bytes, next);
        next = write(message.originSession(), bytes, next);
        int unused = write(message.content(), bytes, next);
    }

    private static int write(@Nullable String text, byte[] bytes, int at) {
        int next = at + HEAD;
        if (text == null) {
            INT.set(bytes, at, ABSENT);
            return next;
        }
        int width = width(text);
        INT.set(bytes, at, (text.length() << 1) | width);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes[next++] = (byte) c;
            if (width == 1) {
                bytes[next++] = (byte) (c >> Byte.SIZE);
            }
        }
        return next;
    }

    /** 0: a byte for each character; 1: two. */
    private static int width(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return 1;
            }
        }
        return 0;
    }

    /** The length of the record that begins here. */
    static int length(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static int slot(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + SLOT);
    }

    static Instant timestamp(byte[] bytes, int at) {
        return Instant.ofEpochSecond((long) LONG.get(bytes, at + SECONDS), (int) INT.get(bytes, at + NANOS));
    }

    /** A text of the record that begins here; null: it has none. */
    static @Nullable String text(byte[] bytes, int at, Text text) {
        int from = find(bytes, at, text);
        int head = (int) INT.get(bytes, from);
        if (head == ABSENT) {
            return null;
        }
        int length = head >> 1;
        if ((head & 1) == 0) {
            return new String(bytes, from + HEAD, length, StandardCharsets.ISO_8859_1);
        }
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = wide(bytes, from, i);
        }
        return new String(chars);
    }

    /** Whether a text of the record is this one. */
    static boolean has(byte[] bytes, int at, Text text, @Nullable String expected) {
        int from = find(bytes, at, text);
        int head = (int) INT.get(bytes, from);
        if (head == ABSENT || expected == null) {
            return head == ABSENT && expected == null;
        }
        if (head >> 1 != expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            char c = (head & 1) == 0 ? (char) (bytes[from + HEAD + i] & 0xFF) : wide(bytes, from, i);
            if (c != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The characters of a text; 0 without it. */
    static int characters(byte[] bytes, int at, Text text) {
        int head = (int) INT.get(bytes, find(bytes, at, text));
        return head == ABSENT ? 0 : head >> 1;
    }

    private static char wide(byte[] bytes, int from, int index) {
        int at = from + HEAD + 2 * index;
        return (char) ((bytes[at] & 0xFF) | (bytes[at + 1] << Byte.SIZE));
    }

    private static int find(byte[] bytes, int at, Text text) {
        int from = at + TEXTS;
        for (int i = 0; i < text.index; i++) {
            int head = (int) INT.get(bytes, from);
            from += HEAD + (head == ABSENT ? 0 : (head >> 1) << (head & 1));
        }
        return from;
    }
}
