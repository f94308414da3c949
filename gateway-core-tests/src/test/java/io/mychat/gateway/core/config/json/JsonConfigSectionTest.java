package io.mychat.gateway.core.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.reading.FakeModule;
import io.mychat.gateway.core.config.reading.ModulePresence;
import io.mychat.gateway.core.config.reading.UnknownKeyCheck;
import io.mychat.gateway.core.config.schema.ConfigSchema;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonConfigSectionTest {

    /** Declares numbers and flags of the objects in these tests. */
    private static final FakeModule KEYS = new FakeModule("gateway-fake", Set.of(), settings -> {}, """
            {"$defs": {"digit": {"minimum": 0, "maximum": 9, "default": 0}, "flag": {"default": false}},
             "properties": {
               "a": {"minimum": 5, "maximum": 10, "default": 7}, "yes": {"default": true},
               "idle_ms": {"minimum": 1, "maximum": 9000, "default": 1500}, "kept_days": {"minimum": 1, "maximum": 9},
               "when_full": {"default": "kick_oldest"},
               "n": {"$ref": "#/$defs/digit"}, "f": {"$ref": "#/$defs/flag"},
               "jwt_secret": {"$ref": "#/$defs/digit"}, "password": {"$ref": "#/$defs/digit"},
               "private_key": {"$ref": "#/$defs/digit"}, "api_token": {"$ref": "#/$defs/digit"},
               "key": {"$ref": "#/$defs/digit"},
               "server": {"properties": {"port": {"$ref": "#/$defs/digit"}, "on": {"$ref": "#/$defs/flag"}}},
               "redis": {"properties": {"port": {"$ref": "#/$defs/digit"}}}}}""");

    private final FaultCollector faultCollector = new FaultCollector();

    private JsonConfigSection root(String json, Map<String, String> environment) {
        ReadContext context = new ReadContext(
                ConfigFile.GATEWAY,
                "f.json",
                ConfigSchema.of(ConfigFile.GATEWAY.fileName(), List.of(KEYS)),
                new Environment(environment),
                new LoadReport(faultCollector));
        return JsonConfigSection.root(
                context,
                JsonFile.parse("f.json", json.getBytes(StandardCharsets.UTF_8), faultCollector)
                        .orElseThrow(),
                SettingsTree.of(Map.of(), faultCollector));
    }

    private JsonConfigSection root(String json) {
        return root(json, Map.of());
    }

    private List<String> faults() {
        try {
            faultCollector.throwIfAny();
            return List.of();
        } catch (ConfigException e) {
            return e.faults().stream().map(ConfigFault::toString).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"5\"", "5.0", "5e0", "true", "4", "11", "99999999999999999999", "[5]", "{}"})
    void aNumberThatIsNoneOrOutOfBoundsIsAFaultAndTheDefaultCounts(String json) {
        assertThat(root("{\"a\":" + json + "}").number("a")).isEqualTo(7);
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith("f.json: $.a: must be a whole number from 5 to 10, not ");
    }

    @Test
    void aDurationHasTheUnitOfItsKey() {
        ConfigSection root = root("{\"kept_days\": 2}");

        assertThat(root.duration("idle_ms")).isEqualTo(Duration.ofMillis(1500));
        assertThat(root.duration("idle_ms", Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        assertThat(root.duration("kept_days", Duration.ofDays(7))).isEqualTo(Duration.ofDays(2));
        assertThatIllegalArgumentException().isThrownBy(() -> root.duration("n"));
    }

    @Test
    void aWordIsOneOfTheConstants() {
        assertThat(root("{}").word("when_full", WhenFull.class)).contains(WhenFull.KICK_OLDEST);
        assertThat(root("{\"when_full\": \"reject\"}").word("when_full", WhenFull.class))
                .contains(WhenFull.REJECT);
        assertThat(root("{\"when_full\": \"REJECT\"}").word("when_full", WhenFull.class))
                .isEmpty();
        assertThat(faults()).containsExactly("f.json: $.when_full: must be one of kick_oldest, reject");
    }

    @Test
    void aNumberOrFlagThatNoSchemaDeclaresIsAMistakeOfItsReader() {
        ConfigSection root = root("{\"b\": 1}");

        assertThatIllegalStateException().isThrownBy(() -> root.number("b")).withMessageContaining("declare $.b");
        assertThatIllegalStateException().isThrownBy(() -> root.number("b", 7)).withMessageContaining("declare $.b");
        assertThatIllegalStateException().isThrownBy(() -> root.flag("b")).withMessageContaining("declare $.b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "1", "[]"})
    void aFlagIsTrueOrFalseAndNothingElse(String json) {
        assertThat(root("{\"yes\":" + json + "}").flag("yes")).isTrue();
        assertThat(faults()).singleElement().asString().startsWith("f.json: $.yes: must be true or false, not ");
    }

    @Test
    void aTextIsNoNumberAndAListHoldsTextsOnly() {
        ConfigSection root = root("""
                {"a": 1, "b": "x", "c": ["x", 2, null], "d": null}""");

        assertThat(root.text("a")).isEmpty();
        assertThat(root.texts("b")).isEmpty();
        assertThat(root.texts("c")).containsExactly("x");
        assertThat(root.text("d")).isEmpty();
        assertThat(root.has("d")).isFalse();
        assertThat(faults())
                .containsExactly(
                        "f.json: $.a: must be a text, not 1",
                        "f.json: $.b: must be a list of texts",
                        "f.json: $.c[1]: must be a text",
                        "f.json: $.c[2]: must be a text, not null");
    }

    @Test
    void objectsInListsHavePathsAndUnknownKeysToo() {
        JsonConfigSection root = root("""
                {"list": [{"name": 1}, 5, {"nam": "x"}], "s": []}""");
        root.sections("list").forEach(section -> section.text("name"));
        assertThat(root.section("s").isPresent()).isFalse();
        new UnknownKeyCheck(ModulePresence.none()).report(root);

        assertThat(faults())
                .containsExactly(
                        "f.json: $.list[1]: must be an object",
                        "f.json: $.list[0].name: must be a text, not 1",
                        "f.json: $.s: must be an object",
                        "f.json: $.list[2].nam: unknown key; did you mean name?");
    }

    @Test
    void keysThatAreDataAreKnownOnceTheyAreOpened() {
        JsonConfigSection root = root("""
                {"platforms": {"web": {}, "my tv": {}}}""");
        ConfigSection platforms = root.section("platforms");
        assertThat(platforms.keys()).containsExactly("web", "my tv");
        platforms.section("web");
        new UnknownKeyCheck(ModulePresence.none()).report(root);

        assertThat(faults()).containsExactly("f.json: $.platforms['my tv']: unknown key");
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() {
        ConfigSection server = root(
                        """
                        {"server": {"port": 1, "on": false, "names": ["a"]}}""",
                        Map.of(
                                "GATEWAY_SERVER_PORT", "2",
                                "GATEWAY_SERVER_ON", "true",
                                "GATEWAY_SERVER_NAMES", "b, c",
                                "GATEWAY_SERVER_HOST", "h",
                                "GATEWAY_SERVER_DEEP_KEY", "k",
                                "GATEWAY_SERVER_EMPTY", ""))
                .section("server");

        assertThat(server.number("port")).isEqualTo(2);
        assertThat(server.flag("on")).isTrue();
        assertThat(server.texts("names")).containsExactly("b", "c");
        assertThat(server.text("host")).contains("h");
        assertThat(server.section("deep").text("key")).contains("k");
        assertThat(server.text("empty")).as("an empty variable is not set").isEmpty();
        assertThat(faults()).isEmpty();
    }

    @Test
    void redisHasShortNamesInTheEnvironment() {
        ConfigSection redis = root(
                        """
                        {"redis": {"host": "localhost", "port": 1}}""",
                        Map.of("REDIS_HOST", "r", "REDIS_PORT", "2", "REDIS_PASSWORD", "p", "GATEWAY_REDIS_PORT", "3"))
                .section("redis");

        assertThat(redis.text("host")).contains("r");
        assertThat(redis.number("port")).as("the long name goes first").isEqualTo(3);
        assertThat(redis.text("password")).contains("p");
    }

    @Test
    void aBadVariableIsNamedAndItsValueIsNotShown() {
        root("{}", Map.of("GATEWAY_SERVER_PORT", "hush")).section("server").number("port");

        assertThat(faults()).containsExactly("environment: GATEWAY_SERVER_PORT: must be a whole number from 0 to 9");
    }

    @ParameterizedTest
    @CsvSource({
        "${A}, 1",
        "x${A}y${B}, x1y2",
        "${C:d}, d",
        "${A:d}, 1",
        "${C:}, ''",
        "${C:http://h:1/}, http://h:1/",
        "${EMPTY:d}, d",
        "$A, $A",
        "${TRICKY}, '${A}$1\\'",
        "$${A}, $1"
    })
    void placeholdersAreFilledInFromTheEnvironmentOnce(String text, String expected) {
        Map<String, String> environment = Map.of("A", "1", "B", "2", "EMPTY", "", "TRICKY", "${A}$1\\");

        assertThat(root("{\"a\": \"" + text + "\"}", environment).text("a")).contains(expected);
        assertThat(faults()).isEmpty();
    }

    @Test
    void aPlaceholderMayStandForANumberAFlagOrAList() {
        ConfigSection root = root("""
                {"n": "${N:5}", "f": "${F:true}", "l": "${L:a,b}", "e": "${E:}", "in": ["${N:x}"]}""");

        assertThat(root.number("n")).isEqualTo(5);
        assertThat(root.flag("f")).isTrue();
        assertThat(root.texts("l")).containsExactly("a", "b");
        assertThat(root.texts("e")).isEmpty();
        assertThat(root.texts("in")).containsExactly("x");
    }

    @Test
    void aValueThatCannotBeReadIsNotReportedAsMissingToo() {
        ConfigSection root = root("""
                {"a": "${NO_SUCH}", "b": 5, "c": "short"}""");
        for (String key : List.of("a", "b", "c")) {
            if (root.text(key).orElse("").length() < 32) {
                root.fault(key, "is missing, or too short");
            }
        }

        assertThat(faults())
                .hasSize(3)
                .filteredOn(fault -> fault.endsWith("is missing, or too short"))
                .containsExactly("f.json: $.c: is missing, or too short");
    }

    @Test
    void aMissingVariableIsNamed() {
        assertThat(root("{\"a\": \"${ORDERS_SECRET}\"}").text("a")).isEmpty();
        assertThat(faults())
                .containsExactly("f.json: $.a: the environment variable ORDERS_SECRET is not set, or empty; set it, or"
                        + " write ${ORDERS_SECRET:default}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${}", "${A", "${1A}", "${A B}", "${A-B}"})
    void aBrokenPlaceholderIsAFault(String text) {
        assertThat(root("{\"a\": \"" + text + "\"}", Map.of("A", "1")).text("a"))
                .isEmpty();
        assertThat(faults()).containsExactly("f.json: $.a: a placeholder is ${NAME}, ${NAME:default} or ${file:PATH}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwt_secret", "password", "private_key", "api_token", "key"})
    void secretsAreNotShown(String key) {
        root("{\"" + key + "\": \"hush\"}").number(key);
        root("{\"" + key + "\": 4711}").text(key);

        assertThat(faults()).hasSize(2).noneMatch(fault -> fault.contains("hush") || fault.contains("4711"));
    }

    @Test
    void aFaultStaysOnOneShortLineWhateverTheFileHolds() {
        String nasty = "a\\n\\u001b[31m\\u202e\\u2028" + "x".repeat(10_000);
        JsonConfigSection root = root("{\"" + nasty + "\": 1}");
        new UnknownKeyCheck(ModulePresence.none()).report(root);

        assertThat(faults()).singleElement().asString().hasSizeLessThan(200).matches("[\\x20-\\x7e…]*");
    }
}
