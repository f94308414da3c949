package io.mychat.gateway.core.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * Encodes cluster messages as JSON with a version, so that nodes of two releases understand each other: a reader
 * accepts this, the previous and the next version, and ignores unknown fields. Thread-safe.
 */
final class ClusterCodec {

    private static final int VERSION = 1;
    private static final int OLDEST_VERSION = 1;
    /** While a cluster is upgraded, some nodes are of the next release, which only adds to messages. */
    private static final int NEWEST_VERSION = VERSION + 1;

    private static final String VERSION_FIELD = "v";
    private static final String TYPE_FIELD = "type";
    private static final Set<String> ANSWERS = types(true);
    private static final Set<String> NO_ANSWERS = types(false);

    /** Buffers that are kept: about one for each message that is encoded or decoded at the same time. */
    private static final int BUFFERS = 16;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static Set<String> types(boolean answers) {
        return Arrays.stream(
                        ClusterMessage.class.getAnnotation(JsonSubTypes.class).value())
                .filter(type -> ClusterMessage.Answering.class.isAssignableFrom(type.value()) == answers)
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    byte[] encode(ClusterMessage message) {
        try {
            ObjectNode tree = mapper.valueToTree(message);
            return mapper.writeValueAsBytes(tree.put(VERSION_FIELD, VERSION));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a cluster message could not be written", e);
        }
    }

    private static boolean isKnown(JsonNode version) {
        return version.isInt() && version.intValue() >= OLDEST_VERSION && version.intValue() <= NEWEST_VERSION;
    }

    /**
     * Selects the requests that an undecodable message may answer: the request with its id; every request, when the
     * message is unreadable or is an answer without an id; none, when it is another message, such as one of a later
     * release.
     */
    LongPredicate unreadableAnswer(byte[] bytes) {
        JsonNode tree;
        try {
            tree = mapper.readTree(bytes);
        } catch (IOException e) {
            return id -> true;
        }
        if (!(tree instanceof ObjectNode)) {
            return id -> true;
        }
        String type = tree.path(TYPE_FIELD).asText("");
        if (NO_ANSWERS.contains(type)) {
            return id -> false;
        }
        JsonNode answered = tree.path("id");
        if (answered.canConvertToLong() && answered.isIntegralNumber()) {
            return id -> id == answered.longValue();
        }
        return id -> type.isEmpty() || ANSWERS.contains(type);
    }

    /** Empty: not a message of a version and kind that this node knows. */
    Optional<ClusterMessage> decode(byte[] bytes) {
        try {
            JsonNode tree = mapper.readTree(bytes);
            if (!(tree instanceof ObjectNode object) || !isKnown(object.path(VERSION_FIELD))) {
                return Optional.empty();
            }
            object.remove(VERSION_FIELD);
            return Optional.of(mapper.treeToValue(object, ClusterMessage.class));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
