package io.mychat.gateway.distribution.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.distribution.Installation;
import io.mychat.gateway.testkit.TestProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway of the previous release and one of this release at one Redis: every message goes from a client of one to a client
 * of the other. {@code -Dupgrade.previous} is the previous gateway-standalone.jar, {@code -Dupgrade.minutes} (10) the time.
 */
@Tag("ops")
@EnabledIfSystemProperty(named = "upgrade.previous", matches = ".+")
class MixedVersionsTest {

    private static final int CLIENTS = 50;
    private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("upgrade.minutes", 10));

    @Test
    void clientsOfBothReleasesLoseNothing(@TempDir Path folder) throws Exception {
        int redisPort = TestProcess.freePort();
        try (TestProcess redis = Cluster.startRedis(folder, redisPort);
                Installation present = Cluster.gateway(folder.resolve("present"), redisPort, CLIENTS);
                Installation previous = Cluster.gateway(folder.resolve("previous"), redisPort, CLIENTS)) {
            Files.copy(
                    Path.of(System.getProperty("upgrade.previous")),
                    previous.file("lib/gateway-standalone.jar"),
                    StandardCopyOption.REPLACE_EXISTING);
            present.start();
            previous.start();
            List<Installation> gateways = List.of(present, previous);
            try (Crowd crowd = Crowd.of(
                    CLIENTS,
                    previous,
                    HttpClient.newHttpClient(),
                    i -> URI.create("ws://127.0.0.1:" + gateways.get(i % 2).webSocketPort() + "/ws"))) {
                long end = System.nanoTime() + TIME.toNanos();
                do {
                    crowd.awaitTalk();
                } while (System.nanoTime() - end < 0);
                assertThat(redis.isAlive()).isTrue();
                crowd.takeMeasures("two releases, " + TIME.toMinutes() + " minutes");
                crowd.assertNothingIsLostOrDoubled();
                System.out.println(crowd.messages() + " messages, none lost or doubled");
            }
        }
    }
}
