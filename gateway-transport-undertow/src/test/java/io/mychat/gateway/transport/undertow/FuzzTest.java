package io.mychat.gateway.transport.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.RandomFrames;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.testkit.transport.ServerSide;
import io.mychat.gateway.testkit.transport.TransportUnderTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Mutated frames against a running transport; a healthy client beside them notices nothing. */
final class FuzzTest {

    private static final int FRAMES_A_CONNECTION = 50;

    @Test
    void aHundredThousandMutatedFramesHarmNobody() throws Exception {
        fuzz(100_000);
    }

    @Test
    @Tag("proof")
    void tenMillionMutatedFramesHarmNobody() throws Exception {
        fuzz(10_000_000);
    }

    private static void fuzz(int frames) throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("FuzzTest seed " + seed + " (-Dfuzz.seed repeats it)");
        Random random = new Random(seed);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ManualTime time = new ManualTime();
        try (TransportUnderTest server = new TransportUnderTest(Transports.webSocket(time, null), 2000, 1 << 20);
                RawClient healthy = server.connect()) {
            ServerSide unharmed = server.nextOpened();
            root.setLevel(Level.INFO);
            root.addAppender(log);
            for (int done = 0; done < frames; done += 50 * FRAMES_A_CONNECTION) {
                List<RawClient> clients = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    clients.add(attack(server, random));
                }
                healthy.text("batch " + done);
                assertThat(healthy.readText()).as("seed %s", seed).isEqualTo("batch " + done);
                for (RawClient client : clients) {
                    client.close();
                }
                for (int i = 0; i < 50; i++) {
                    ServerSide side = server.nextOpened();
                    await().pollInterval(java.time.Duration.ofMillis(2))
                            .untilAsserted(() -> assertThat(side.closes())
                                    .as("seed %s", seed)
                                    .hasSize(1));
                    assertThat(side.connection().outboundBytes()).isZero();
                }
            }
            assertThat(unharmed.closes()).isEmpty();
            assertThat(time.pendingTimers()).as("timers left").isZero();
            assertThat(log.list).as("bad input is logged below info").isEmpty();
        } finally {
            root.detachAppender(log);
            root.setLevel(Level.WARN);
        }
    }

    private static RawClient attack(TransportUnderTest server, Random random) throws IOException {
        byte[] stream = RandomFrames.stream(random, FRAMES_A_CONNECTION, 200);
        RandomFrames.mutate(stream, random, random.nextInt(4));
        RawClient client = RawClient.connect(server.address());
        try {
            client.write(RawClient.join(RawClient.handshake("/ws").getBytes(UTF_8), stream));
        } catch (java.net.SocketException e) {
            // cut off while it was writing
        }
        return client;
    }
}
