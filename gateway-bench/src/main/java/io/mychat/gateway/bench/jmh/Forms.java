package io.mychat.gateway.bench.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A frame as bytes: JSON, and CBOR (RFC 8949) of its texts, small numbers and objects. */
final class Forms {

    /** 100 characters. */
    static final String CONTENT = "0123456789".repeat(10);

    private static final int UNSIGNED = 0;
    private static final int TEXT = 3;
    private static final int MAP = 5;

    private Forms() {}

    static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] cbor(String json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(new ObjectMapper().readTree(json), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonNode value, ByteArrayOutputStream out) {
        if (value.isObject()) {
            head(MAP, value.size(), out);
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                text(field.getKey(), out);
                write(field.getValue(), out);
            }
        } else if (value.isTextual()) {
            text(value.textValue(), out);
        } else {
            head(UNSIGNED, value.intValue(), out);
        }
    }

    private static void text(String text, ByteArrayOutputStream out) {
        byte[] bytes = utf8(text);
        head(TEXT, bytes.length, out);
        out.writeBytes(bytes);
    }

    private static void head(int type, int value, ByteArrayOutputStream out) {
        if (value < 24) {
            out.write(type << 5 | value);
        } else if (value < 256) {
            out.write(type << 5 | 24);
            out.write(value);
        } else {
            out.write(type << 5 | 25);
            out.write(value >> 8);
            out.write(value);
        }
    }
}
