package io.mychat.gateway.client.conformance;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.jackson.JacksonJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The scenarios that all clients play ({@code conformance/scenarios.json}), and one gateway of each kind for those that need it. */
final class Scenarios implements AutoCloseable {

    /** Property: only scenarios with this in their name. */
    private static final String ONLY = System.getProperty("scenario", "");

    private final List<Gateway> gateways = new ArrayList<>();

    /** All of them but those that say why they are not for this client. */
    static List<JsonObject> all() throws IOException {
        Path file = Path.of(System.getProperty("user.dir")).resolveSibling("conformance/scenarios.json");
        Object read = new JacksonJson().read(Files.readString(file));
        return JsonObject.of(Map.of("scenarios", read)).objects("scenarios").stream()
                .filter(scenario -> scenario.object("not").text("java") == null)
                .toList();
    }

    /** A test for each; those on the same gateway one after the other. */
    Stream<DynamicTest> tests(Predicate<JsonObject> chosen) throws IOException {
        List<JsonObject> scenarios = all().stream()
                .filter(chosen)
                .filter(scenario -> scenario.text("name", "").contains(ONLY))
                .toList();
        return Stream.of("ordinary", "short_tokens", "small_inbox").flatMap(kind -> {
            Gateway[] gateway = new Gateway[1];
            return scenarios.stream()
                    .filter(scenario -> scenario.text("gateway", "ordinary").equals(kind))
                    .map(scenario -> DynamicTest.dynamicTest(scenario.text("name"), () -> {
                        if (gateway[0] == null) {
                            gateway[0] = new Gateway(kind);
                            gateways.add(gateway[0]);
                        }
                        try (Player player = new Player(gateway[0], scenario)) {
                            player.play();
                        }
                    }));
        });
    }

    @Override
    public void close() {
        gateways.forEach(Gateway::close);
    }
}
