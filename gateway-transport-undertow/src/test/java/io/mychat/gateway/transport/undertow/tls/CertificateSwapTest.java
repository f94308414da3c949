package io.mychat.gateway.transport.undertow.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestAuthority.Issued;
import io.mychat.gateway.testkit.TestAuthority.Order;
import io.mychat.gateway.testkit.transport.RawClient;
import io.mychat.gateway.testkit.transport.ServerSide;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A renewed certificate is taken over while clients talk and connect. */
final class CertificateSwapTest {

    private static final int CLIENTS = 2;
    private static final int NEWCOMERS = 2;

    @TempDir
    Path directory;

    @Test
    void swapsUnderTrafficLoseNothing() throws Exception {
        swap(5);
    }

    @Test
    @Tag("proof")
    void aHundredSwapsUnderTrafficLoseNothing() throws Exception {
        swap(100);
    }

    /** Each swap happens while handshakes run, and each conversation outlives all of them. */
    private void swap(int times) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + NEWCOMERS);
        AtomicInteger handshakes = new AtomicInteger();
        AtomicInteger swapped = new AtomicInteger();
        try (TlsFixture tls = new TlsFixture(directory, new ManualTime())) {
            SSLContext client = tls.authority.client();
            List<Future<Integer>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                RawClient talking = RawClient.open(tls.connect(client));
                ServerSide side = tls.server.nextOpened();
                side.whenText((at, text) -> at.connection().send(text));
                work.add(threads.submit(() -> talk(talking, swapped, times)));
            }
            for (int i = 0; i < NEWCOMERS; i++) {
                work.add(threads.submit((Callable<Integer>) () -> {
                    int done = 0;
                    for (; swapped.get() < times; done++) {
                        shakeHandsAnew(tls, swapped);
                        handshakes.incrementAndGet();
                    }
                    return done;
                }));
            }
            while (swapped.get() < times) {
                Issued next = tls.renew(swapped.get() % 2 == 0 ? Order.server().key("RSA", 2048) : Order.server());
                assertThat(tls.reload(Map.of())).containsExactly("$.server.ssl_cert_path", "$.server.ssl_key_path");
                try (SSLSocket socket = tls.connect(tls.authority.client())) {
                    assertThat(TlsFixture.serial(socket))
                            .isEqualTo(next.certificate().getSerialNumber());
                }
                int before = handshakes.get();
                await().until(() -> handshakes.get() > before || work.stream().anyMatch(Future::isDone));
                swapped.incrementAndGet();
            }
            for (Future<Integer> one : work) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isPositive();
            }
            assertThat(handshakes.get()).isGreaterThanOrEqualTo(times);
            assertThat(tls.metrics()).containsEntry("tls_certificate_changes_total", (double) times);
        } finally {
            threads.shutdownNow();
        }
    }

    /** A client of its own does not resume the session of another one. */
    private static void shakeHandsAnew(TlsFixture tls, AtomicInteger swapped) {
        int before = swapped.get();
        long began = System.nanoTime();
        try (SSLSocket socket = tls.connect(tls.authority.client())) {
            assertThat(socket.getSession().isValid()).isTrue();
        } catch (IOException e) {
            throw new AssertionError(
                    "a handshake failed after %d ms, between swaps %d and %d; the server: %s"
                            .formatted(
                                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                                    before,
                                    swapped.get(),
                                    tls.metrics()),
                    e);
        }
    }

    private static int talk(RawClient client, AtomicInteger swapped, int times) throws Exception {
        int sent = 0;
        try (client) {
            for (; swapped.get() < times; sent++) {
                client.text("message " + sent);
                assertThat(client.readText()).isEqualTo("message " + sent);
            }
        }
        return sent;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sessionsOutliveASwapWhereTheJdkLetsThem(String protocol) throws Exception {
        try (TlsFixture tls = new TlsFixture(directory, new ManualTime())) {
            SSLContext client = tls.authority.client();
            Issued first = tls.renew(Order.server());
            tls.reload(Map.of());
            shakeHands(tls, client, protocol);
            Issued second = tls.renew(Order.server());
            tls.reload(Map.of());

            // A resumed session shows the certificate that it was made with. Tickets of newer JDKs hold good for the
            // pair in use only.
            boolean resumed = Runtime.version().feature() < 25;
            assertThat(shakeHands(tls, client, protocol))
                    .isEqualTo((resumed ? first : second).certificate().getSerialNumber());
            assertThat(shakeHands(tls, tls.authority.client(), protocol))
                    .isEqualTo(second.certificate().getSerialNumber());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void fullAndResumedHandshakesAreCounted(String protocol) throws Exception {
        try (TlsFixture tls = new TlsFixture(directory, new ManualTime())) {
            SSLContext client = tls.authority.client();
            shakeHands(tls, client, protocol);
            assertThat(tls.handshakes("full")).isEqualTo(1);
            assertThat(tls.handshakes("resumed")).isZero();

            shakeHands(tls, client, protocol);
            shakeHands(tls, tls.authority.client(), protocol);
            assertThat(tls.handshakes("full")).isEqualTo(2);
            assertThat(tls.handshakes("resumed")).isEqualTo(1);
        }
    }

    /** Reads an answer, too: TLS 1.3 sends its session tickets after the handshake. */
    private static BigInteger shakeHands(TlsFixture tls, SSLContext client, String protocol) throws Exception {
        try (SSLSocket socket = tls.connect(client, protocol);
                RawClient raw = RawClient.of(socket)) {
            raw.write(RawClient.handshake("/ws"));
            assertThat(raw.readHead()).contains(" 101 ");
            return TlsFixture.serial(socket);
        }
    }

    @Test
    void allPortsShowTheNewCertificate() throws Exception {
        try (TlsFixture tls = new TlsFixture(directory, new ManualTime());
                HttpTransport http = tls.adapters.one(HttpTransport.class);
                HttpTransport management = http.another().orElseThrow()) {
            for (HttpTransport port : List.of(http, management)) {
                InetSocketAddress address = port.start(
                        new HttpSettings("127.0.0.1", 0, 100), request -> new HttpResponse(200, Map.of(), new byte[0]));
                BigInteger next = tls.renew(Order.server()).certificate().getSerialNumber();
                tls.reload(Map.of());
                try (SSLSocket socket = (SSLSocket) tls.authority
                        .client()
                        .getSocketFactory()
                        .createSocket(address.getAddress(), address.getPort())) {
                    assertThat(TlsFixture.serial(socket)).isEqualTo(next);
                }
            }
            assertThat(tls.ports()).containsExactly("websocket", "http", "management");
        }
    }

    @Test
    void anUnchangedPairIsNoChange() throws Exception {
        try (TlsFixture tls = new TlsFixture(directory, new ManualTime())) {
            assertThat(tls.reload(Map.of())).isEmpty();
            assertThat(tls.metrics()).containsEntry("tls_certificate_changes_total", 0.0);
        }
    }
}
