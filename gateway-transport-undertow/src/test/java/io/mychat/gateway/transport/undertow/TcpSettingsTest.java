package io.mychat.gateway.transport.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.testkit.MapSection;
import io.mychat.gateway.transport.common.TcpSettings;
import io.mychat.gateway.transport.common.TcpSettings.KeepAlive;
import io.mychat.gateway.transport.common.TransportSettings;
import io.mychat.gateway.transport.common.deflate.CompressionSettings;
import io.mychat.gateway.transport.common.request.HeadLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of accepted sockets, as the kernel shows them in {@code /proc/net/tcp}. */
class TcpSettingsTest {

    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int QUEUES = 4;
    private static final int TIMER = 5;
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int ANSWER_BYTES = 8 << 20;
    private static final String LISTENING = "0A";
    /** A timer of {@code /proc/net/tcp} that will send a keep-alive probe. */
    private static final String PROBE = "02:";

    private @Nullable UndertowHttpTransport transport;
    private @Nullable SharedWorker workers;

    private InetSocketAddress start(TcpSettings tcp) throws IOException {
        TransportSettings settings = new TransportSettings(
                1,
                1,
                1,
                new HeadLimits(16_384, 100),
                Duration.ofSeconds(30),
                new TransportSettings.Newcomers(32, 1),
                tcp,
                CompressionSettings.OFF,
                Duration.ofMillis(100),
                null);
        SharedWorker threads = new SharedWorker(settings);
        UndertowHttpTransport started = new UndertowHttpTransport(settings, threads);
        workers = threads;
        transport = started;
        return started.start(
                new HttpSettings("127.0.0.1", 0, 1000),
                request -> new HttpResponse(200, Map.of(), new byte[ANSWER_BYTES]));
    }

    @AfterEach
    void stop() {
        if (transport != null) {
            transport.close();
            transport = null;
        }
    }

    @Test
    void theDefaultsAreThoseOfTheSchema() {
        MapSection section = new MapSection(new UndertowModuleProvider(), "server", Map.of());

        assertThat(TcpSettings.read(section)).isEqualTo(TcpSettings.DEFAULTS);
    }

    @Test
    void everyKeyIsRead() {
        MapSection section = new MapSection(
                new UndertowModuleProvider(),
                "server",
                Map.of(
                        "tcp_backlog", 7,
                        "tcp_no_delay", false,
                        "tcp_send_buffer_bytes", 8192,
                        "tcp_receive_buffer_bytes", 16_384,
                        "tcp_keep_alive", false,
                        "tcp_keep_alive_idle_seconds", 60,
                        "tcp_keep_alive_interval_seconds", 10,
                        "tcp_keep_alive_probes", 3));

        assertThat(TcpSettings.read(section))
                .isEqualTo(new TcpSettings(7, false, 8192, 16_384, new KeepAlive(false, 60, 10, 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp_send_buffer_bytes", "tcp_receive_buffer_bytes"})
    void aBufferOfAFewBytesIsAFault(String key) {
        MapSection section = new MapSection(new UndertowModuleProvider(), "server", Map.of(key, 4095));

        TcpSettings.read(section);

        assertThat(section.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains(key, "must be 0 or at least 4096"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void acceptedSocketsAreProbedAfterTheConfiguredSilence() throws IOException {
        InetSocketAddress address = start(withKeepAlive(new KeepAlive(true, 600, 10, 3)));

        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            assertThat(secondsToTheProbe(address, client)).isBetween(500L, 600L);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutKeepAliveThereIsNoProbe() throws IOException {
        InetSocketAddress address = start(withKeepAlive(new KeepAlive(false, 600, 10, 3)));

        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            client.getOutputStream().write(REQUEST);
            assertThat(client.getInputStream().read())
                    .as("it is accepted and served")
                    .isEqualTo('H');
            client.getInputStream().readNBytes(ANSWER_BYTES);
            await().untilAsserted(() -> assertThat(accepted(address, client))
                    .singleElement()
                    .satisfies(line -> assertThat(line[TIMER]).startsWith("00:")));
        }
    }

    private static TcpSettings withKeepAlive(KeepAlive keepAlive) {
        return new TcpSettings(16, true, 0, 0, keepAlive);
    }

    private static long secondsToTheProbe(InetSocketAddress address, Socket client) {
        await().untilAsserted(() -> assertThat(accepted(address, client))
                .singleElement()
                .satisfies(line -> assertThat(line[TIMER]).startsWith(PROBE)));
        // In hundredths of a second.
        return Long.parseLong(accepted(address, client).get(0)[TIMER].substring(PROBE.length()), 16) / 100;
    }

    /** The columns of the gateway's side of a connection. */
    private static List<String[]> accepted(InetSocketAddress address, Socket client) {
        String local = ":%04X".formatted(address.getPort());
        String remote = ":%04X".formatted(client.getLocalPort());
        List<String[]> found = new ArrayList<>();
        for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : lines(file)) {
                String[] columns = line.trim().split("\\s+");
                if (columns[1].endsWith(local)
                        && columns[REMOTE].endsWith(remote)
                        && !columns[STATE].equals(LISTENING)) {
                    found.add(columns);
                }
            }
        }
        return found;
    }

    private static List<String> lines(String file) {
        Path path = Path.of(file);
        try {
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theReceiveBufferBoundsWhatTheSystemTakesForTheGateway() throws Exception {
        assertThat(unread(8192) * 4).isLessThan(unread(1 << 20));
    }

    /** The bytes that wait for a gateway whose I/O thread is busy, when a client sends as much as it can. */
    private long unread(int receiveBuffer) throws Exception {
        InetSocketAddress address = start(new TcpSettings(16, true, 0, receiveBuffer, KeepAlive.OF_SYSTEM));
        CountDownLatch mayGoOn = new CountDownLatch(1);
        Objects.requireNonNull(Objects.requireNonNull(workers).current())
                .getIoThread()
                .execute(() -> awaitQuietly(mayGoOn));
        try (SocketChannel client = SocketChannel.open(address)) {
            client.configureBlocking(false);
            ByteBuffer bytes = ByteBuffer.allocate(65_536);
            await().during(Duration.ofMillis(100)).until(() -> isFull(client, bytes));
            return queued(address, client.socket(), 1);
        } finally {
            mayGoOn.countDown();
            stop();
        }
    }

    /** Writes as much as goes. Returns whether nothing went. */
    private static boolean isFull(SocketChannel client, ByteBuffer bytes) throws IOException {
        boolean full = true;
        while (client.write(bytes.clear()) > 0) {
            full = false;
        }
        return full;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSendBufferBoundsWhatTheSystemHoldsForASlowClient() throws Exception {
        assertThat(unsent(8192) * 4).isLessThan(unsent(1 << 20));
    }

    /** The bytes that wait for a client that reads nothing of a long answer. */
    private long unsent(int sendBuffer) throws Exception {
        InetSocketAddress address = start(new TcpSettings(16, true, sendBuffer, 0, KeepAlive.OF_SYSTEM));
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(address);
            client.getOutputStream().write(REQUEST);
            AtomicLong last = new AtomicLong(-1);
            await().during(Duration.ofMillis(100)).until(() -> {
                long now = queued(address, client, 0);
                return now > 0 && last.getAndSet(now) == now;
            });
            return last.get();
        } finally {
            stop();
        }
    }

    private static long queued(InetSocketAddress address, Socket client, int which) {
        return Long.parseLong(accepted(address, client).get(0)[QUEUES].split(":", 2)[which], 16);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
