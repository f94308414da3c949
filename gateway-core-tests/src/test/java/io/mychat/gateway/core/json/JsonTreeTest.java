package io.mychat.gateway.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

    private static final JsonFactory FACTORY = new JsonFactory();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"a\":{\"b\":[1,[],{\"c\":null}]},\"d\":true,\"e\":false}",
                "[0,-1,2147483647,2147483648,-9223372036854775808,9223372036854775808,123456789012345678901234567890]",
                "[0.5,-1.25,1e3,1.7976931348623157E308,0.1]",
                "[\"\",\"\\\"\\\\\\/\\n\\u0000\\u2028\",\"\u00e9\uD83D\uDE00\"]",
                "{\"twice\":1,\"twice\":2}",
                " \"text\" ",
                "null",
                "7 8"
            })
    void readsAndWritesAsAMapperDoes(String text) throws IOException {
        JsonNode expected = new JsonMapper().readTree(text);
        JsonNode read = JsonTree.read(FACTORY, text);

        assertThat(read).isEqualTo(expected);
        assertThat(written(read)).isEqualTo(new JsonMapper().writeValueAsString(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n"})
    void aBlankTextIsMissing(String text) throws IOException {
        assertThat(JsonTree.read(FACTORY, text).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "}", "]", "nul", "\"open", "[1 2]", "{1:2}"})
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> JsonTree.read(FACTORY, text)).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "1 2", "{} x"})
    void aWholeTextHasOneValue(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            assertThatThrownBy(() -> JsonTree.readWhole(parser)).isInstanceOf(JsonProcessingException.class);
        }
    }

    @Test
    void theParserBoundsTheDepthAndRefusesAKeyTwice() throws IOException {
        JsonFactory strict = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(3).build())
                .build();

        assertThat(JsonTree.read(strict, "[[[]]]").size()).isEqualTo(1);
        assertThatThrownBy(() -> JsonTree.read(strict, "[[[[]]]]")).isInstanceOf(StreamConstraintsException.class);
        assertThatThrownBy(() -> JsonTree.read(strict, "{\"a\":1,\"a\":1}"))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void writesWhatIsJsonAlready() throws IOException {
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        lines.addRawValue(new RawValue("{\"a\" : 1}"));
        lines.add(new BigDecimal("1.10")).add(1.5f).addNull();

        assertThat(written(lines)).isEqualTo("[{\"a\" : 1},1.10,1.5,null]");
    }

    @Test
    void anObjectThatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> written(JsonNodeFactory.instance.pojoNode(new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a POJO is no JSON");
    }

    @Test
    void membersArePlainAndHaveNoNulls() throws IOException {
        JsonNode tree = JsonTree.read(FACTORY, "{\"a\":{\"b\":[1,null,\"t\",true,[2.5]]},\"c\":null}");

        assertThat(JsonTree.members(tree)).isEqualTo(Map.of("a", Map.of("b", List.of(1, "t", true, List.of(2.5)))));
        assertThat(JsonTree.members(tree.path("c"))).isEmpty();
    }

    private static String written(JsonNode node) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            JsonTree.write(node, out);
        }
        return text.toString();
    }
}
