package io.mychat.gateway.core.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.ConfigFiles;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.event.GatewayEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running gateway obeys its files; how a file may change is the matter of {@code ConfigWatcherTest}. */
class WatchedConfigurationTest {

    @TempDir
    private Path directory;

    private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void aChangeOfAnyFileIsObeyedAndHalfOfOneIsNot() throws IOException {
        ConfigFiles files = new ConfigFiles(directory);
        Path main = files.gateway("{'server': {'watch_poll_seconds': 1}}");
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.config(main).listener(event -> {
                    if (event instanceof GatewayEvent.ConfigReloaded || event instanceof GatewayEvent.ConfigRejected) {
                        events.add(event);
                    }
                }))) {
            files.platforms("{'platforms': {'web': {'max_devices': 2}}}");
            awaitEvent(GatewayEvent.ConfigReloaded.class, "$.platforms.web.max_devices: 1 -> 2");

            Files.writeString(directory.resolve("platform_strategy.json"), "{\"platforms\": {\"web\":");
            awaitEvent(GatewayEvent.ConfigRejected.class, "ends too early");
            gateway.login("alice", "web", "d1");
            gateway.login("alice", "web", "d2");
            assertThat(gateway.sessionsOf("alice")).hasSize(2);

            files.platforms("{'platforms': {'web': {'max_devices': 5}}}");
            awaitEvent(GatewayEvent.ConfigReloaded.class, "$.platforms.web.max_devices: 2 -> 5");
        }
    }

    private void awaitEvent(Class<? extends GatewayEvent> type, String text) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !events.isEmpty()
                        && type.isInstance(events.get(events.size() - 1))
                        && events.get(events.size() - 1).toString().contains(text));
    }
}
