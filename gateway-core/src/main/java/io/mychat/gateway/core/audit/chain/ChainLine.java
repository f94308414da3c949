package io.mychat.gateway.core.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** One line of a chain, whose form is right. Whether it is genuine, {@link #isMadeWith} says. Immutable. */
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

    private static final String SEQ = "seq";
    private static final String KEY = "key";
    private static final String PREV = "prev";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern END = Pattern.compile(",\"mac\":\"(?<mac>[0-9a-f]{64})\"}");
    private static final int END_BYTES = 74;
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{64}");

    private final JsonNode fields;
    private final byte[] content;
    private final String mac;

    private ChainLine(JsonNode fields, byte[] content, String mac) {
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
                    && MAC.matcher(fields.path(PREV).asText()).matches();
            return isChained
                    ? Optional.of(new ChainLine(fields, Arrays.copyOf(line, at), end.group("mac")))
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

    String mac() {
        return mac;
    }

    /** All members, its MAC included. */
    JsonNode fields() {
        return fields;
    }

    public ChainHead head() {
        return new ChainHead(seq(), mac);
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
