package io.mychat.gateway.distribution.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.distribution.Installation;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two gateways of the archive, one with Redis and one with the embedded stores: people connect, talk and leave, others stay with
 * the client for Java and resume, and three times everybody has left. The last time the gateways take no more than the first time.
 *
 * <p>{@code -Dsoak.minutes} (60) is the length, {@code -Dsoak.ebb.minutes} (7) the part of it of each time when nobody is
 * there: a revoked token is remembered for five minutes beyond its end. {@code target/soak} has the samples and their plots.
 */
@Tag("soak")
class SoakTest {

    private static final double MINUTES = Double.parseDouble(System.getProperty("soak.minutes", "60"));
    private static final double EBB = Double.parseDouble(System.getProperty("soak.ebb.minutes", "7"));
    private static final int VISITORS = Integer.getInteger("soak.visitors", 24);
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(15);
    private static final Path RESULTS = Path.of("target", "soak");

    @Test
    void whatItTakesIsBackWhenEverybodyHasLeft(@TempDir Path folder) throws Exception {
        int redisPort = TestProcess.freePort();
        List<String> redisServer =
                List.of("redis-server", "--port", "" + redisPort, "--bind", "127.0.0.1", "--save", "");
        try (TestProcess redis = TestProcess.of(redisServer)
                        .directory(folder)
                        .readyWhen(process -> TestProcess.isListening(redisPort))
                        .start();
                Installation clustered = gateway(folder.resolve("redis")).withRedis(redisPort);
                Installation embedded = gateway(folder.resolve("embedded"))) {
            List<Soaked> gateways = List.of(
                    new Soaked("redis", clustered.start(), OptionalInt.of(redisPort), VISITORS),
                    new Soaked("embedded", embedded.start(), OptionalInt.empty(), VISITORS));
            double flood = (MINUTES - 3 * EBB) / 5;
            assertThat(flood)
                    .as("-Dsoak.minutes is more than three times -Dsoak.ebb.minutes")
                    .isPositive();

            flood(gateways, flood);
            ebb(gateways);
            List<Sample> first = gateways.stream().map(Soaked::last).toList();
            flood(gateways, 2 * flood);
            ebb(gateways);
            flood(gateways, 2 * flood);
            ebb(gateways);

            assertThat(redis.isAlive()).isTrue();
            for (Soaked gateway : gateways) {
                write(gateway);
            }
            for (int i = 0; i < gateways.size(); i++) {
                gateways.get(i).isBackAt(first.get(i));
            }
        }
    }

    private static Installation gateway(Path folder) throws IOException, InterruptedException {
        return Installation.unpackInto(Files.createDirectory(folder))
                .withUsers(VISITORS + Soaked.RESIDENTS)
                .withOperator()
                .with("MYCHAT_CDS", "off")
                .with("JAVA_OPTS", "-Xmx256m")
                .with("GATEWAY_JWT_SECRET", "a secret of these tests, and long enough")
                // What has a time or a bound reaches it in the first part of the run.
                .with("GATEWAY_AUTH_TOKEN_EXPIRE_SECONDS", "60")
                .with("GATEWAY_AUTH_REFRESH_EXPIRE_SECONDS", "60")
                .with("GATEWAY_MESSAGES_MAX_PER_INBOX", "100")
                .with("GATEWAY_MESSAGES_MAX_PER_CHAT", "100")
                .with("GATEWAY_REDIS_ENDED_SESSION_SECONDS", "60");
    }

    private static void flood(List<Soaked> gateways, double minutes) throws Exception {
        for (Soaked gateway : gateways) {
            gateway.open();
        }
        sample(gateways, minutes);
        for (Soaked gateway : gateways) {
            gateway.leave();
        }
    }

    private static void ebb(List<Soaked> gateways) throws Exception {
        gateways.forEach(Soaked::beginEbb);
        sample(gateways, EBB);
        gateways.forEach(Soaked::endEbb);
    }

    private static void sample(List<Soaked> gateways, double minutes) throws Exception {
        long end = System.nanoTime() + (long) (minutes * 60e9);
        do {
            long left = end - System.nanoTime();
            // The distance of the samples; nothing waits for it.
            TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(left, BETWEEN_SAMPLES.toNanos())));
            for (Soaked gateway : gateways) {
                gateway.sample();
            }
        } while (System.nanoTime() - end < 0);
    }

    private static void write(Soaked gateway) throws IOException {
        Files.createDirectories(RESULTS);
        Files.writeString(RESULTS.resolve(gateway.name() + ".csv"), gateway.table());
        Files.writeString(
                RESULTS.resolve(gateway.name() + ".svg"),
                gateway.plot("%.0f minutes of connect, talk, leave (%s, -Xmx256m), %s: %d visits"
                        .formatted(MINUTES, gateway.name(), LocalDate.now(ZoneOffset.UTC), gateway.visits())));
    }
}
