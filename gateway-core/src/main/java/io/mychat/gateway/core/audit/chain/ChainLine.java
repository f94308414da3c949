package io.mychat.gateway.core.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.spi.event.LogText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of a chain, whose form is right. Whether it is genuine, {@link #isMadeWith} says. Immutable.
 *
 * @since 0.1.0
 */
public final class ChainLine {

    /** The longest line, in bytes; the lines of a gateway are shorter. */
    static final int MAX_BYTES = 1 << 20;

    /** The first line after the file was opened. */
    public static final String OPENED = "audit_opened";

    /** The last line under a key; it names the next. */
    public static final String KEY_CHANGED = "audit_key_changed";

    /** The last line before the file was closed. */
    public static final String CLOSED = "audit_closed";

    static final String NEXT_KEY = "next_key";
    static final String TORN_BYTES = "torn_bytes";
    static final String TORN_SHA256 = "torn_sha256";

    /** In a redacted line: the MAC that the line had before, which the next line continues and anchors name. */
    static final String ORIGINAL_MAC = "original_mac";

    /** In a redacted line: when that was done. */
    static final String REDACTED = "redacted";

    private static final String SEQ = "seq";
    private static final String KEY = "key";
    private static final String PREV = "prev";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern END = Pattern.compile(",\"mac\":\"(?<mac>[0-9a-f]{64})\"}");
    private static final int END_BYTES = 74;
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{64}");

    private final ObjectNode fields;
    private final byte[] content;
    private final String mac;

    private ChainLine(ObjectNode fields, byte[] content, String mac) {
        this.fields = fields;
        this.content = content;
        this.mac = mac;
    }

    /**
     * The bytes of a line that its MAC covers; {@link #end} makes the rest.
     *
     * @param json a JSON object on one line, with at least one member, and none that this method adds
     */
    static byte[] content(long seq, String node, String json, String keyId, String prev) {
        String line = "{\"" + SEQ + "\":" + seq + ",\"node\":\"" + node + "\"," + json.substring(1, json.length() - 1)
                + ",\"" + KEY + "\":\"" + keyId + "\",\"" + PREV + "\":\"" + prev + "\"";
        return line.getBytes(StandardCharsets.UTF_8);
    }

    /** The rest of a line: its MAC and the line's end. */
    static byte[] end(String mac) {
        return (",\"mac\":\"" + mac + "\"}\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a line.
     *
     * @param line without the line's end
     * @return empty when it is no line of a chain
     */
    public static Optional<ChainLine> parse(byte[] line) {
        int at = line.length - END_BYTES;
        if (at < 1) {
            return Optional.empty();
        }
        var end = END.matcher(new String(line, at, END_BYTES, StandardCharsets.ISO_8859_1));
        if (!end.matches()) {
            return Optional.empty();
        }
        try {
            JsonNode fields = MAPPER.readTree(line);
            boolean isChained = fields.path(SEQ).isIntegralNumber()
                    && fields.path(SEQ).canConvertToLong()
                    && fields.path(SEQ).longValue() > 0
                    && fields.path(KEY).isTextual()
                    && MAC.matcher(fields.path(PREV).asText()).matches()
                    && (!fields.has(ORIGINAL_MAC)
                            || MAC.matcher(fields.path(ORIGINAL_MAC).asText()).matches());
            return isChained && fields instanceof ObjectNode object
                    ? Optional.of(new ChainLine(object, Arrays.copyOf(line, at), end.group("mac")))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public long seq() {
        return fields.path(SEQ).longValue();
    }

    public String event() {
        return fields.path("event").asText();
    }

    public String keyId() {
        return fields.path(KEY).textValue();
    }

    String prev() {
        return fields.path(PREV).textValue();
    }

    /** The MAC by which the next line and anchors know this one: that of the original, where it is redacted. */
    String mac() {
        return isRedacted() ? fields.path(ORIGINAL_MAC).textValue() : mac;
    }

    /** Whether its content was replaced. */
    boolean isRedacted() {
        return fields.has(ORIGINAL_MAC);
    }

    /**
     * This line with other content, in the same place of the chain, with its end.
     *
     * @param content the members, those of the chain included
     * @param at when it is replaced
     * @param macs know the line's key
     */
    byte[] redacted(ObjectNode content, Instant at, ChainMac macs) {
        ObjectNode rest = content.deepCopy();
        rest.remove(List.of(KEY, PREV, ORIGINAL_MAC, "mac"));
        rest.put(REDACTED, at.toString());
        String text = LogText.escaped(rest.toString());
        byte[] bytes = (text.substring(0, text.length() - 1) + ",\"" + KEY + "\":\"" + keyId() + "\",\"" + PREV
                        + "\":\"" + prev() + "\",\"" + ORIGINAL_MAC + "\":\"" + mac() + "\"")
                .getBytes(StandardCharsets.UTF_8);
        byte[] end = end(macs.of(keyId(), bytes));
        byte[] line = Arrays.copyOf(bytes, bytes.length + end.length);
        System.arraycopy(end, 0, line, bytes.length, end.length);
        return line;
    }

    /** All members, its MAC included. */
    ObjectNode fields() {
        return fields;
    }

    public ChainHead head() {
        return new ChainHead(seq(), mac());
    }

    /** Whether one of these keys has made its MAC. */
    public boolean isMadeWith(ChainMac macs) {
        return macs.knows(keyId())
                && MessageDigest.isEqual(
                        mac.getBytes(StandardCharsets.US_ASCII),
                        macs.of(keyId(), content).getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether it is the first line of a chain. */
    boolean isFirst() {
        return seq() == 1 && prev().equals(ChainHead.START.mac());
    }
}
