package io.mychat.gateway.attack.flood;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * 3,000 handshakes at once, while a client with an open connection measures its own round trips. With and without the bound on
 * what newcomers take of a turn, one after the other, on one machine with the crowd: the ratio counts, not the figures.
 */
@Tag("proof")
@Timeout(180)
class HandshakeCrowdTest {

    private static final Logger log = LoggerFactory.getLogger(HandshakeCrowdTest.class);
    private static final int CROWD = 3000;
    private static final int UNBOUNDED = 1_000_000;
    private static final int ROUNDS = 3;

    @Test
    void anOpenConnectionIsServedWhileACrowdArrives() throws Exception {
        List<Duration> without = new ArrayList<>();
        List<Duration> with = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            without.add(slowestPing(UNBOUNDED));
            with.add(slowestPing(32));
        }
        log.info("slowest ping during {} handshakes: without a bound {}, with it {}", CROWD, without, with);
        assertThat(median(with)).isLessThan(median(without));
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private static Duration slowestPing(int stepsPerTurn) throws Exception {
        try (LiveGateway gateway =
                        LiveGateway.start(builder -> builder.setting("server.newcomer_steps_per_turn", stepsPerTurn)
                                .setting("server.max_pending_connections_per_ip", 10_000)
                                .setting("security.max_unauthenticated_per_ip", 10_000)
                                .setting("security.max_connections_per_ip", 10_000));
                RawClient open = RawClient.open(gateway.webSocketAddress());
                Crowd crowd = new Crowd(gateway.webSocketAddress())) {
            Thread arriving = new Thread(crowd, "crowd");
            arriving.start();
            long slowest = 0;
            while (arriving.isAlive()) {
                long began = System.nanoTime();
                open.write(RawClient.frame(0x80 | RawClient.PING, ""));
                assertThat(open.read().opcode()).isEqualTo(RawClient.PONG);
                slowest = Math.max(slowest, System.nanoTime() - began);
                TimeUnit.MILLISECONDS.sleep(5); // the pace of the pings, not a wait for something
            }
            assertThat(crowd.accepted).isEqualTo(CROWD);
            log.info("{} steps: {} ms for all, slowest ping {} ms", stepsPerTurn, crowd.millis, slowest / 1_000_000);
            return Duration.ofNanos(slowest);
        }
    }

    /** Connects everybody, then sends all requests at once, and counts the answers. */
    private static final class Crowd implements Runnable, AutoCloseable {

        private final List<SocketChannel> sockets = new ArrayList<>();
        private final InetSocketAddress address;
        private volatile int accepted;
        private volatile long millis;

        Crowd(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public void run() {
            long began = System.nanoTime();
            byte[] request = RawClient.handshake("/ws").getBytes(US_ASCII);
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < CROWD; i++) {
                    SocketChannel socket = SocketChannel.open(address);
                    sockets.add(socket);
                    int unused = socket.write(ByteBuffer.wrap(request));
                    socket.configureBlocking(false);
                    SelectionKey unusedKey = socket.register(selector, SelectionKey.OP_READ);
                }
                int count = 0;
                while (count < CROWD
                        && System.nanoTime() - began < Duration.ofSeconds(60).toNanos()) {
                    int unused = selector.select(1000);
                    for (SelectionKey key : selector.selectedKeys()) {
                        ByteBuffer head = ByteBuffer.allocate(1024);
                        if (((SocketChannel) key.channel()).read(head) > 0
                                && new String(head.array(), US_ASCII).startsWith("HTTP/1.1 101")) {
                            count++;
                        }
                        key.cancel();
                    }
                    selector.selectedKeys().clear();
                }
                accepted = count;
                millis = (System.nanoTime() - began) / 1_000_000;
            } catch (IOException e) {
                log.error("The crowd could not arrive", e);
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel socket : sockets) {
                socket.close();
            }
        }
    }
}
