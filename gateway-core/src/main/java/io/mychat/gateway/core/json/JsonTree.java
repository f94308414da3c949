package io.mychat.gateway.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes trees with a parser and a generator, with the numbers that a mapper makes: integers as they fit, others
 * as {@code double}. Nesting is bounded by the constraints of the parser and the generator.
 */
public final class JsonTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    /** Reads the first value of a text; a missing node when the text is blank. What is behind the value is not read. */
    public static JsonNode read(JsonFactory factory, String text) throws IOException {
        try (JsonParser parser = factory.createParser(text)) {
            return read(parser);
        }
    }

    /** Reads the next value of a parser; a missing node at the end of the text. */
    public static JsonNode read(JsonParser parser) throws IOException {
        return parser.nextToken() == null ? MissingNode.getInstance() : value(parser);
    }

    /**
     * Reads the only value of a text; a missing node when the text is blank.
     *
     * @throws JsonParseException also when something is behind the value
     */
    public static JsonNode readWhole(JsonParser parser) throws IOException {
        JsonNode value = read(parser);
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "there is text behind the value");
        }
        return value;
    }

    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new JsonParseException(parser, "there is no value");
        };
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            parser.nextToken();
            object.set(name, value(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            default -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    /** The members of an object as maps, lists, texts, booleans and numbers, without nulls; empty for another node. */
    public static Map<String, Object> members(JsonNode object) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getValue().isNull()) {
                members.put(member.getKey(), plain(member.getValue()));
            }
        }
        return Collections.unmodifiableMap(members);
    }

    private static Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> members(node);
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                for (JsonNode element : node) {
                    if (!element.isNull()) {
                        elements.add(plain(element));
                    }
                }
                yield Collections.unmodifiableList(elements);
            }
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            default -> node.asText();
        };
    }

    /**
     * Writes a tree, which may hold {@linkplain RawValue values that are JSON already}.
     *
     * @throws IllegalArgumentException for another object that is no JSON
     */
    public static void write(JsonNode node, JsonGenerator out) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> member : node.properties()) {
                    out.writeFieldName(member.getKey());
                    write(member.getValue(), out);
                }
                out.writeEndObject();
            }
            case ARRAY -> {
                out.writeStartArray();
                for (JsonNode element : node) {
                    write(element, out);
                }
                out.writeEndArray();
            }
            case STRING -> out.writeString(node.textValue());
            case BOOLEAN -> out.writeBoolean(node.booleanValue());
            case NUMBER -> writeNumber(node, out);
            case NULL, MISSING -> out.writeNull();
            default -> writeRaw(node, out);
        }
    }

    private static void writeNumber(JsonNode number, JsonGenerator out) throws IOException {
        switch (number.numberType()) {
            case INT -> out.writeNumber(number.intValue());
            case LONG -> out.writeNumber(number.longValue());
            case BIG_INTEGER -> out.writeNumber(number.bigIntegerValue());
            case FLOAT -> out.writeNumber(number.floatValue());
            case DOUBLE -> out.writeNumber(number.doubleValue());
            default -> out.writeNumber(number.decimalValue());
        }
    }

    private static void writeRaw(JsonNode node, JsonGenerator out) throws IOException {
        if (node instanceof POJONode held && held.getPojo() instanceof RawValue raw) {
            raw.serialize(out);
        } else {
            throw new IllegalArgumentException("a " + node.getNodeType() + " is no JSON");
        }
    }
}
