package io.mychat.gateway.codec.cbor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.EnvelopeBuilder;
import io.mychat.gateway.spi.codec.EnvelopeBuilder.Field;
import java.io.IOException;
import java.io.StringWriter;

/** Reads messages that {@link CborCheck} has accepted, without a tree. Thread-safe. */
final class CborDecoder {

    private static final String DATA_FORM = "a map, or a text that holds JSON";

    /** Buffers that are kept, of some 10 KB each; Jackson's own pool keeps them by thread. */
    private static final int BUFFERS = 64;

    private final int maxDepth;
    private final CBORFactory cbor;
    private final JsonFactory json;

    CborDecoder(int maxDepth) {
        this.maxDepth = maxDepth;
        RecyclerPool<BufferRecycler> buffers = JsonRecyclerPools.newBoundedPool(BUFFERS);
        // The length of the message is the bound of its texts.
        this.cbor = CBORFactory.builder()
                .recyclerPool(buffers)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
        this.json = JsonFactory.builder().recyclerPool(buffers).build();
    }

    DecodedMessage decode(byte[] buffer, int offset, int length) {
        String fault = CborCheck.fault(buffer, offset, length, maxDepth);
        if (fault != null) {
            return DecodedMessage.Malformed.unreadable("not_cbor", fault);
        }
        EnvelopeBuilder envelope = new EnvelopeBuilder(DATA_FORM);
        try (JsonParser parser = cbor.createParser(buffer, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return DecodedMessage.Malformed.unreadable("not_an_object", "A message is one map.");
            }
            String name;
            while ((name = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                Field field = Field.named(name);
                if (field == null) {
                    parser.skipChildren();
                } else if (value == JsonToken.VALUE_NULL) {
                    envelope.absent(field);
                } else if (field == Field.DATA && value == JsonToken.START_OBJECT) {
                    envelope.data(json(parser));
                } else if (!read(field, value, parser, envelope)) {
                    envelope.wrongType(field);
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return DecodedMessage.Malformed.unreadable("not_cbor", "The message is not CBOR.");
        }
        return envelope.build(length);
    }

    /** @return false when the value has a wrong type; nothing is then read */
    private static boolean read(Field field, JsonToken value, JsonParser parser, EnvelopeBuilder envelope)
            throws IOException {
        boolean text = value == JsonToken.VALUE_STRING;
        boolean integer = value == JsonToken.VALUE_NUMBER_INT;
        boolean good = field == Field.CMD_ID ? integer : text || (integer && field == Field.REQUEST_ID);
        if (good) {
            switch (field) {
                case CMD_ID ->
                    envelope.cmdId(parser.getNumberType() == NumberType.BIG_INTEGER ? 0 : parser.getLongValue());
                case DATA -> envelope.data(parser.getText());
                case PLATFORM -> envelope.platform(parser.getText());
                case REQUEST_ID ->
                    envelope.requestId(integer ? parser.getNumberValue().toString() : parser.getText(), integer);
            }
        }
        return good;
    }

    /** The map at the parser as JSON. */
    private String json(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator into = json.createGenerator(text)) {
            int depth = 0;
            JsonToken token = JsonToken.START_OBJECT;
            while (true) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                copy(token, parser, into);
                if (depth == 0) {
                    break;
                }
                token = parser.nextToken();
            }
        }
        return text.toString();
    }

    private static void copy(JsonToken token, JsonParser parser, JsonGenerator into) throws IOException {
        switch (token) {
            case START_OBJECT -> into.writeStartObject();
            case END_OBJECT -> into.writeEndObject();
            case START_ARRAY -> into.writeStartArray();
            case END_ARRAY -> into.writeEndArray();
            case FIELD_NAME -> into.writeFieldName(parser.currentName());
            case VALUE_STRING -> into.writeString(parser.getText());
            case VALUE_NUMBER_INT -> into.writeNumber(parser.getNumberValue().toString());
            case VALUE_NUMBER_FLOAT -> into.writeNumber(parser.getDoubleValue());
            case VALUE_TRUE -> into.writeBoolean(true);
            case VALUE_FALSE -> into.writeBoolean(false);
            default -> into.writeNull();
        }
    }
}
