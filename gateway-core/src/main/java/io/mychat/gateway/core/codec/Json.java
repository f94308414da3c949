package io.mychat.gateway.core.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.json.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON with limits of depth and length. Trees with duplicate keys or trailing text are refused; code
 * that parses with {@link #factory()} has to check for both itself. Thread-safe.
 */
public final class Json {

    /** Buffers that are kept, of some 20 KB each. Jackson's own pool keeps them by thread, which a virtual thread is too short-lived for. */
    private static final int BUFFERS = 64;

    private final JsonFactory factory;
    private final JsonFactory trees;
    private final int maxLength;

    /**
     * @param maxDepth the deepest nesting of objects and arrays
     * @param maxLength the longest text, in bytes
     */
    public Json(int maxDepth, int maxLength) {
        // JSON travels as UTF-8 (RFC 8259 section 8.1). Guessing UTF-16 from zero bytes would leave no byte offsets to
        // read by.
        this.maxLength = maxLength;
        RecyclerPool<BufferRecycler> buffers = JsonRecyclerPools.newBoundedPool(BUFFERS);
        this.factory = JsonFactory.builder()
                .recyclerPool(buffers)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(maxLength)
                        .maxNameLength(maxLength)
                        .maxNumberLength(Math.min(maxLength, 1000))
                        .build())
                .build();
        this.trees = JsonFactory.builder()
                .recyclerPool(buffers)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .streamReadConstraints(factory.streamReadConstraints())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    JsonFactory factory() {
        return factory;
    }

    int maxDepth() {
        return factory.streamReadConstraints().getMaxNestingDepth();
    }

    /** The longest text, in bytes. */
    int maxLength() {
        return maxLength;
    }

    /**
     * The members of a text that is a small object without further objects in it; null: it has to be read by {@link
     * #readObject(String)}, which may refuse it.
     */
    public @Nullable FlatObject flatObject(String text) {
        return text.length() > maxLength ? null : FlatObject.of(text);
    }

    public ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Reads an object; empty when the text is anything else. */
    public Optional<ObjectNode> readObject(String text) {
        try (JsonParser parser = trees.createParser(text)) {
            return asObject(JsonTree.readWhole(parser));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads an object from UTF-8; empty when the bytes are anything else. */
    public Optional<ObjectNode> readObject(byte[] utf8) {
        try (JsonParser parser = trees.createParser(utf8)) {
            return asObject(JsonTree.readWhole(parser));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the text is one JSON value of any kind, within the limits. */
    public boolean isJson(String text) {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            // The text of a value is read where it is finished, and only then checked.
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<ObjectNode> asObject(JsonNode node) {
        return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    /**
     * A member that is an object, as it was written; empty when it is absent or anything else.
     *
     * @param utf8 the text that {@link #readObject(byte[])} has read
     */
    public Optional<String> objectMember(byte[] utf8, String name) {
        try (JsonParser parser = factory.createParser(utf8)) {
            parser.nextToken();
            String field;
            while ((field = parser.nextFieldName()) != null) {
                boolean object = parser.nextToken() == JsonToken.START_OBJECT;
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (object && field.equals(name)) {
                    int to = (int) parser.currentLocation().getByteOffset();
                    return Optional.of(new String(utf8, from, to - from, StandardCharsets.UTF_8));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalArgumentException("this is not what was read", e);
        }
    }

    public String write(JsonNode node) {
        BufferRecycler buffer = trees._getBufferRecycler();
        try (SegmentedStringWriter text = new SegmentedStringWriter(buffer)) {
            try (JsonGenerator out = trees.createGenerator(text)) {
                JsonTree.write(node, out);
            }
            return text.getAndClear();
        } catch (IOException e) {
            throw new IllegalStateException("a tree could not be written", e);
        } finally {
            buffer.releaseToPool();
        }
    }

    public byte[] writeBytes(JsonNode node) {
        BufferRecycler buffer = trees._getBufferRecycler();
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(buffer)) {
            try (JsonGenerator out = trees.createGenerator(bytes)) {
                JsonTree.write(node, out);
            }
            return bytes.getClearAndRelease();
        } catch (IOException e) {
            throw new IllegalStateException("a tree could not be written", e);
        } finally {
            buffer.releaseToPool();
        }
    }
}
