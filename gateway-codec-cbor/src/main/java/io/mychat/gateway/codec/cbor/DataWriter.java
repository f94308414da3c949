package io.mychat.gateway.codec.cbor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.math.BigInteger;

/** Writes the JSON text of {@code data} as the CBOR of its value. Thread-safe. */
final class DataWriter {

    /** Buffers that are kept, of some 10 KB each; Jackson's own pool keeps them by thread. */
    private static final int BUFFERS = 64;

    private final JsonFactory json = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The data comes from the gateway, which has its own limits for it.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Appends the value; a text that has no counterpart in CBOR is appended as a text. */
    void write(String data, CborWriter into) {
        if (data.equals("{}")) {
            into.map(0);
            return;
        }
        JsonShape shape = JsonShape.of(json, data);
        if (shape == null) {
            into.text(data);
            return;
        }
        try (JsonParser parser = json.createParser(data)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                write(token, parser, shape, into);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a text that was read cannot be read again", e);
        }
    }

    private static void write(JsonToken token, JsonParser parser, JsonShape shape, CborWriter into) throws IOException {
        switch (token) {
            case START_OBJECT -> into.map(shape.next());
            case START_ARRAY -> into.array(shape.next());
            case END_OBJECT, END_ARRAY -> {}
            case FIELD_NAME -> into.text(parser.currentName());
            case VALUE_STRING -> into.text(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser, into);
            case VALUE_NUMBER_FLOAT -> into.floating(parser.getDoubleValue());
            case VALUE_TRUE -> into.bool(true);
            case VALUE_FALSE -> into.bool(false);
            default -> into.nothing();
        }
    }

    /** An integer of more than 64 bits becomes a float, as in a client with JavaScript. */
    private static void integer(JsonParser parser, CborWriter into) throws IOException {
        if (parser.getNumberType() != NumberType.BIG_INTEGER) {
            into.integer(parser.getLongValue());
            return;
        }
        BigInteger value = parser.getBigIntegerValue();
        if (CborWriter.isInteger(value)) {
            into.integer(value);
        } else {
            into.floating(value.doubleValue());
        }
    }
}
