package io.mychat.gateway.transport.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.Connection.SendResult;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.testkit.transport.ServerSide;
import io.mychat.gateway.testkit.transport.TransportUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What many and hostile clients may cost, in each container. */
final class BoundsTest {

    private static final int MAX_MESSAGE = 100_000;
    private static final int MAX_OUTBOUND = 1 << 20;

    private static TransportUnderTest transport(TestContainer.Kind kind) throws IOException {
        return new TransportUnderTest(Transports.webSocket(kind, new ManualTime()), MAX_MESSAGE, MAX_OUTBOUND);
    }

    @ParameterizedTest
    @EnumSource(TestContainer.Kind.class)
    void sixtyFourThreadsSendToOneSession(TestContainer.Kind kind) throws Exception {
        int senders = 64;
        int each = 20;
        int limit = 64 * 1024;
        try (TransportUnderTest transport =
                        new TransportUnderTest(Transports.webSocket(kind, new ManualTime()), MAX_MESSAGE, limit);
                RawClient client = transport.connect()) {
            ServerSide side = transport.nextOpened();
            AtomicLong most = new AtomicLong();
            List<Thread> threads = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                int sender = s;
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        byte[] text = (sender + ":" + i + ":" + "y".repeat(i * 97 % 2000)).getBytes(UTF_8);
                        while (side.connection().send(text) == SendResult.FULL) {
                            LockSupport.parkNanos(100_000);
                        }
                        most.accumulateAndGet(side.connection().outboundBytes(), Math::max);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            int[] next = new int[senders];
            for (int i = 0; i < senders * each; i++) {
                String[] parts = client.readText().split(":", -1);
                int sender = Integer.parseInt(parts[0]);
                assertThat(Integer.parseInt(parts[1])).isEqualTo(next[sender]);
                assertThat(parts[2]).hasSize(next[sender]++ * 97 % 2000);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(most.get()).isLessThanOrEqualTo(limit);
            await().untilAsserted(() -> assertThat(side.account().outbound()).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource(TestContainer.Kind.class)
    void floodsOfHalfMessagesCountInTheBudget(TestContainer.Kind kind) throws Exception {
        try (TransportUnderTest transport = transport(kind)) {
            List<RawClient> clients = new ArrayList<>();
            List<ServerSide> sides = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(transport.connect());
                sides.add(transport.nextOpened());
            }
            for (RawClient client : clients) {
                client.write(RawClient.frame(0x01, new byte[20_000]));
                client.write(RawClient.frame(0x00, new byte[20_000]));
            }
            await().untilAsserted(() -> assertThat(sides)
                    .allSatisfy(side -> assertThat(side.account().inbound()).isBetween(40_000L, 80_000L)));

            for (int i = 0; i < sides.size(); i++) {
                sides.get(i).account().limit(50_000);
                clients.get(i).write(RawClient.frame(0x00, new byte[20_000]));
                assertThat(clients.get(i).readCloseCode()).isEqualTo(CloseReason.OVERLOAD.code());
            }

            await().untilAsserted(() -> assertThat(sides)
                    .allSatisfy(side -> assertThat(side.account().inbound()).isZero()));
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestContainer.Kind.class)
    void smallFragmentsCountAgainstTheRate(TestContainer.Kind kind) throws Exception {
        try (TransportUnderTest transport = transport(kind);
                RawClient client = transport.connect()) {
            ServerSide side = transport.nextOpened();
            client.write(RawClient.frame(0x01, "a".getBytes(UTF_8)));
            for (int i = 0; i < 100; i++) {
                client.write(RawClient.frame(0x00, "b".getBytes(UTF_8)));
            }
            client.write(RawClient.frame(0x80, "c".getBytes(UTF_8)));
            assertThat(client.readText()).hasSize(102);
            assertThat(side.frames()).isGreaterThan(0);
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestContainer.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "TOMCAT")
    void emptyFragmentsThatWaitAreBounded(TestContainer.Kind kind) throws Exception {
        try (TransportUnderTest transport = transport(kind);
                RawClient client = transport.connect()) {
            ServerSide side = transport.nextOpened();
            side.connection().suspendReceiving();
            byte[][] frames = new byte[1000][];
            Arrays.fill(frames, RawClient.frame(0x00, new byte[0]));
            client.write(RawClient.frame(0x01, new byte[0]));
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 20; i++) {
                        client.write(RawClient.join(frames));
                    }
                } catch (IOException e) {
                    // It is cut off.
                }
            });
            writer.start();
            assertThat(client.readCloseCode()).isEqualTo(CloseReason.OVERLOAD.code());
            await().untilAsserted(() -> assertThat(side.account().inbound()).isZero());
            writer.join();
        }
    }

    /** Without read suspension the bound is ours: then the client is closed. With it, TCP slows the client down. */
    @ParameterizedTest
    @EnumSource(TestContainer.Kind.class)
    void whoSendsWhileNothingIsReadIsBounded(TestContainer.Kind kind) throws Exception {
        var hosted = Transports.webSocket(kind, new ManualTime());
        try (TransportUnderTest transport = new TransportUnderTest(hosted, MAX_MESSAGE, MAX_OUTBOUND);
                RawClient client = transport.connect()) {
            ServerSide side = transport.nextOpened();
            side.connection().suspendReceiving();
            AtomicLong most = new AtomicLong();
            CountDownLatch sent = new CountDownLatch(1);
            Thread writer = new Thread(() -> {
                byte[] message = RawClient.frame(RawClient.TEXT, "m".repeat(50_000));
                try {
                    for (int i = 0; i < 1000; i++) {
                        client.write(message);
                    }
                } catch (SocketException e) {
                    // It is cut off.
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    sent.countDown();
                }
            });
            writer.start();
            if (hosted.capabilities().contains(TransportCapability.READ_SUSPENSION)) {
                await().during(Duration.ofMillis(300)).until(() -> {
                    most.accumulateAndGet(side.account().inbound(), Math::max);
                    return sent.getCount() == 1;
                });
            } else {
                assertThat(client.readCloseCode()).isEqualTo(CloseReason.OVERLOAD.code());
                await().untilAsserted(() -> assertThat(side.account().inbound()).isZero());
            }
            assertThat(most.get()).isLessThanOrEqualTo(Transports.SETTINGS.readAheadBytes());
            assertThat(side.texts()).isEmpty();
            client.socket().setSoLinger(true, 0);
            client.close();
            writer.join();
        }
    }

    @ParameterizedTest
    @EnumSource(TestContainer.Kind.class)
    void aSlowReaderCostsTheOutboundLimitAndNoMore(TestContainer.Kind kind) throws Exception {
        byte[] text = "x".repeat(60_000).getBytes(UTF_8);
        ManualTime time = new ManualTime();
        try (TransportUnderTest transport =
                        new TransportUnderTest(Transports.webSocket(kind, time), MAX_MESSAGE, MAX_OUTBOUND);
                RawClient client = transport.connect()) {
            ServerSide side = transport.nextOpened();
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> side.connection().send(text) == SendResult.FULL);
            assertThat(side.account().outbound()).isLessThanOrEqualTo(MAX_OUTBOUND);

            side.connection().close(CloseReason.SLOW_CONSUMER);
            assertThat(side.account().outbound()).isLessThan(70_000);
            time.advance(TransportUnderTest.CLOSE_TIMEOUT);

            await().untilAsserted(() -> assertThat(side.closes()).hasSize(1));
            assertThat(side.account().outbound()).isZero();
        }
    }
}
