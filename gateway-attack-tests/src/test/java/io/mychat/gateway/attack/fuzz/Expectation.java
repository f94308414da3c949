package io.mychat.gateway.attack.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a text frame must be answered with, as protocol.md 1.1 and 1.5 say it; found without the gateway's own decoder. */
sealed interface Expectation {

    /** Closed with 1007, not answered. */
    record InvalidUtf8() implements Expectation {}

    /** 400 with {@code cmd_id} 0. */
    record Malformed() implements Expectation {}

    /** Some documented code, with this {@code cmd_id}. */
    record Answer(long cmdId) implements Expectation {}

    /** The deepest nesting that is accepted, and the longest number: the gateway's defaults. */
    int DEPTH = 64;

    int NUMBER_LENGTH = 1000;

    JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(NUMBER_LENGTH)
                    .build())
            .build();

    static Expectation of(byte[] payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
        } catch (CharacterCodingException e) {
            return new InvalidUtf8();
        }
        try (JsonParser parser = FACTORY.createParser(payload)) {
            return envelope(parser);
        } catch (IOException e) {
            return new Malformed();
        }
    }

    private static Expectation envelope(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return new Malformed();
        }
        long cmdId = 0;
        boolean named = false;
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return new Malformed();
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 1
                    && token == JsonToken.FIELD_NAME
                    && parser.currentName().equals("cmd_id")) {
                JsonToken value = parser.nextToken();
                depth += value.isStructStart() ? 1 : 0;
                // What names two commands has none.
                cmdId = value == JsonToken.VALUE_NUMBER_INT && !named ? command(parser.getText()) : 0;
                named = true;
            }
        }
        boolean alone = parser.nextToken() == null;
        return alone && cmdId != 0 ? new Answer(cmdId) : new Malformed();
    }

    private static long command(String digits) {
        boolean inRange = digits.length() <= 10 && !digits.startsWith("-") && Long.parseLong(digits) <= 4_294_967_295L;
        return inRange ? Long.parseLong(digits) : 0;
    }
}
