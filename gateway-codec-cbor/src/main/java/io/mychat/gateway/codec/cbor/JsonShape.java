package io.mychat.gateway.codec.cbor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of the objects and arrays of a JSON text, in the order in which they begin: CBOR has them before their content.
 * A text that has a shape can be written without a fault. Used by one thread.
 */
final class JsonShape {

    private static final int ROOM = 16;

    private int[] sizes = new int[ROOM];
    private int containers;
    private int taken;

    private JsonShape() {}

    /** The shape of a text; null when it is not JSON, names a member twice, or has a number beyond a double. */
    static @Nullable JsonShape of(JsonFactory factory, String json) {
        JsonShape shape = new JsonShape();
        try (JsonParser parser = factory.createParser(json)) {
            return shape.read(parser) ? shape : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The size of the next object or array. */
    int next() {
        return sizes[taken++];
    }

    private boolean read(JsonParser parser) throws IOException {
        int[] open = new int[ROOM];
        int depth = 0;
        int values = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isStructEnd()) {
                depth--;
                continue;
            }
            if (token == JsonToken.FIELD_NAME) {
                continue;
            }
            if (depth == 0) {
                values++;
            } else {
                sizes[open[depth - 1]]++;
            }
            if (token.isStructStart()) {
                open = depth == open.length ? Arrays.copyOf(open, 2 * depth) : open;
                open[depth++] = begin();
            } else if (token.isNumeric() && !isFinite(parser)) {
                return false;
            } else if (token == JsonToken.VALUE_STRING) {
                parser.finishToken(); // its faults are found now
            }
        }
        return values == 1;
    }

    private int begin() {
        if (containers == sizes.length) {
            sizes = Arrays.copyOf(sizes, 2 * containers);
        }
        sizes[containers] = 0;
        return containers++;
    }

    private static boolean isFinite(JsonParser parser) throws IOException {
        NumberType type = parser.getNumberType();
        return type == NumberType.INT || type == NumberType.LONG || Double.isFinite(parser.getDoubleValue());
    }
}
