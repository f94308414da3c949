package io.mychat.gateway.backends.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON of limited depth in UTF-8. Thread-safe. */
public final class BoundedJson {

    /** Buffers that are kept: about one for each call that is written or read at the same time. */
    private static final int BUFFERS = 16;

    private final JsonFactory factory;
    /** Null until a response is read: making it takes a twentieth of a start. Two threads may make one each. */
    private volatile @Nullable ObjectMapper mapper;

    public BoundedJson(int maxDepth) {
        factory = JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    private ObjectMapper mapper() {
        ObjectMapper made = mapper;
        if (made == null) {
            made = new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
            mapper = made;
        }
        return made;
    }

    /** Whether a text is exactly one JSON value. */
    boolean isValue(String text) {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            // Strings and numbers are read lazily.
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads a value; empty when the text is not exactly one. */
    Optional<JsonNode> read(String text) {
        try {
            return Optional.of(mapper().readTree(text)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Decodes UTF-8; empty when the bytes are not valid. */
    static Optional<String> text(byte[] utf8) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Writes JSON; an unpaired surrogate becomes a question mark. */
    byte[] write(Content content) {
        Writer text = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(text)) {
            content.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the content. */
    @FunctionalInterface
    interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
