package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.testkit.codec.MessageCodecContract;
import io.mychat.gateway.testkit.codec.WireObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

class JsonCodecTest extends MessageCodecContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    protected MessageCodec codec(int maxDepth) {
        return new JsonCodec(new Json(maxDepth, 1 << 20));
    }

    @Override
    protected byte[] write(@Nullable Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof WireObject object) {
            return object.members().stream().map(JsonCodecTest::member).collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(JsonCodecTest::text).collect(Collectors.joining(",", "[", "]"));
        }
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String member(Map.Entry<String, @Nullable Object> member) {
        return text(member.getKey()) + ":" + text(member.getValue());
    }

    @Override
    protected JsonNode read(byte[] payload) throws Exception {
        ObjectNode message = (ObjectNode) JSON.readTree(payload);
        JsonNode data = message.path("data");
        assertThat(data.isTextual()).as("the data is a string").isTrue();
        try {
            JsonNode value = JSON.readTree(data.textValue());
            boolean whole = !value.isMissingNode() && isOneValue(data.textValue());
            message.set("data", whole ? value : data);
        } catch (JsonProcessingException e) {
            message.set("data", data);
        }
        return message;
    }

    private static boolean isOneValue(String text) {
        return new Json(64, 1 << 20).isJson(text);
    }
}
