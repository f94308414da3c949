package io.mychat.gateway.spi.codec;

import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the fields of a message that all codecs share (protocol.md 1.1): a codec reports the fields in the order in
 * which it reads them, and skips those that are no {@link Field}. Each of these may occur once: with duplicates, another
 * reader of the same message could take another value. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class EnvelopeBuilder {

    private static final String DEFAULT_DATA = "{}";

    /** The fields that a client sets. All others are skipped, regardless of their values and number. */
    public enum Field {
        CMD_ID(1),
        DATA(2),
        PLATFORM(4),
        REQUEST_ID(8);

        private final int bit;

        Field(int bit) {
            this.bit = bit;
        }

        /** The field with this name on the wire; null: it is skipped. */
        public static @Nullable Field named(String name) {
            return switch (name) {
                case "cmd_id" -> CMD_ID;
                case "data" -> DATA;
                case "platform" -> PLATFORM;
                case "request_id" -> REQUEST_ID;
                default -> null;
            };
        }
    }

    private final String dataForm;
    private long cmdId;
    private String data = DEFAULT_DATA;
    private String platform = "";
    private @Nullable RequestId requestId;
    private @Nullable String error;
    private String detail = "";
    private int read;

    /** @param dataForm the form of {@code data} in the codec's format, as in "a map": it completes a sentence */
    public EnvelopeBuilder(String dataForm) {
        this.dataForm = dataForm;
    }

    /** The command, an integer of any size. */
    public void cmdId(long value) {
        cmdId = once(Field.CMD_ID) && value >= 1 && value <= UnifiedMessage.MAX_CMD_ID ? value : 0;
    }

    /** The data as JSON text. */
    public void data(String json) {
        once(Field.DATA);
        data = json;
        check(isWellFormed(json), "bad_data", "data holds half a surrogate pair.");
    }

    public void platform(String text) {
        once(Field.PLATFORM);
        platform = text;
    }

    /** The request id: a text, or the digits of an integer, which may be of any length. */
    public void requestId(String text, boolean integer) {
        once(Field.REQUEST_ID);
        boolean good = RequestId.isShortEnough(text) && isWellFormed(text);
        requestId = good ? new RequestId(text, integer) : null;
        if (!good) {
            invalid(Field.REQUEST_ID);
        }
    }

    /** A field whose value is null. It counts as absent, but for a second one. */
    public void absent(Field field) {
        once(field);
        clear(field);
    }

    /** A field whose value has a wrong type. */
    public void wrongType(Field field) {
        once(field);
        clear(field);
        invalid(field);
    }

    /**
     * The message with these fields.
     *
     * @param bytes the encoded length of the message
     */
    public DecodedMessage build(int bytes) {
        if (cmdId == 0) {
            return new DecodedMessage.Malformed(
                    requestId, "bad_cmd_id", "cmd_id is required, once: an integer from 1 to 4294967295.");
        }
        if (error != null) {
            return new DecodedMessage.Invalid(cmdId, requestId, error, detail);
        }
        return new DecodedMessage.Envelope(cmdId, data, platform, requestId, Math.max(bytes, data.length()));
    }

    private boolean once(Field field) {
        boolean first = (read & field.bit) == 0;
        check(first, "duplicate_field", "A field of the message is there twice.");
        read |= field.bit;
        return first;
    }

    private void clear(Field field) {
        switch (field) {
            case CMD_ID -> cmdId = 0;
            case DATA -> data = DEFAULT_DATA;
            case PLATFORM -> platform = "";
            case REQUEST_ID -> requestId = null;
        }
    }

    private void invalid(Field field) {
        switch (field) {
            case CMD_ID -> {} // the message has no command
            case DATA -> check(false, "bad_data", "data is " + dataForm + ".");
            case PLATFORM -> check(false, "bad_platform", "platform is a string.");
            case REQUEST_ID ->
                check(false, "bad_request_id", "request_id is a string of up to 64 characters or an integer.");
        }
    }

    /** Keeps the first error. */
    private void check(boolean good, String errorName, String errorDetail) {
        if (!good && error == null) {
            error = errorName;
            detail = errorDetail;
        }
    }

    /** Whether the text has no lone surrogate: JSON can spell it, UTF-8 cannot. */
    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
