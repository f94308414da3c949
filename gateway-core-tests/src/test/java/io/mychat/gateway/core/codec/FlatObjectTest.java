package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.testkit.RandomSeed;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What it takes has the same members as Jackson's tree, and usual arguments are among it. */
class FlatObjectTest {

    private static final List<String> NAMES = List.of("to_user", "content", "n", "t", "f", "z", "absent", "");

    private static final List<String> OBJECTS = List.of(
            "{}",
            " { } ",
            "{\"to_user\":\"bob\",\"content\":\"hi \\\"you\\\"\\n\\/\\\\\\b\\f\\r\\t\"}",
            "{ \"n\" : 999999999999999999 , \"t\" : true , \"f\":false,\"z\":null}",
            "{\"content\":\"\u4F60\u597D \uD83D\uDE00\",\"n\":0}");

    private static final String PIECES = "{}[]:,\"\\/ \t\n019-+.eEtrufalsn\u00E9\u0001\uD83D";

    private final Json json = new Json(16, 1000);

    @Test
    void usualArgumentsAreFlat() {
        for (String text : OBJECTS) {
            assertThat(json.flatObject(text)).as(text).isNotNull();
            same(text);
        }
    }

    @Test
    void whatIsNestedEscapedAtLengthOrTwiceThereIsForJackson() {
        assertThat(Stream.of(
                        "{\"a\":{}}",
                        "{\"a\":[]}",
                        "{\"a\":\"\\u0041\"}",
                        "{\"\\u0061\":1}",
                        "{\"a\\n\":1}",
                        "{\"a\":1,\"a\":2}",
                        "{\"a\":1.5}",
                        "{\"a\":-1}",
                        "{\"a\":01}",
                        "{\"a\":1}{}",
                        "{\"a\":1",
                        "{\"a\":1,}",
                        "",
                        "7"))
                .allSatisfy(text -> assertThat(json.flatObject(text)).as(text).isNull());
    }

    @Test
    void mutatedTextsHaveTheSameMembers() {
        RandomSeed seed = RandomSeed.get();
        Random random = seed.random(0);
        int flat = 0;
        for (int i = 0; i < 200_000; i++) {
            flat += same(mutated(random)) ? 1 : 0;
        }
        assertThat(flat).as(seed.toString()).isGreaterThan(10_000);
    }

    private boolean same(String text) {
        FlatObject flat = json.flatObject(text);
        if (flat == null) {
            return false;
        }
        ObjectNode tree = json.readObject(text).orElseThrow(() -> new AssertionError("Jackson refuses " + text));
        for (String name : NAMES) {
            JsonNode expected = tree.get(name);
            JsonNode actual = flat.get(name);
            assertThat(described(actual)).as(text).isEqualTo(described(expected));
        }
        return true;
    }

    private static String described(@Nullable JsonNode node) {
        return node == null ? "absent" : node.getNodeType() + " " + node.asText() + node.isIntegralNumber();
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(OBJECTS.get(random.nextInt(OBJECTS.size())));
        for (int times = 1 + random.nextInt(3); times > 0 && text.length() > 0; times--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
                case 1 -> text.delete(at, at + 1 + random.nextInt(text.length() - at));
                default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        return text.toString();
    }
}
