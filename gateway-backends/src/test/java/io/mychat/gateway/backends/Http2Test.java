package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.HttpVersion;
import io.mychat.gateway.spi.backend.ServicePolicy;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same calls over h2c, to a server that offers it. */
class Http2Test {

    private final BackendsFixture backendsFixture = new BackendsFixture();
    private final Set<String> protocols = ConcurrentHashMap.newKeySet();
    private final Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();
    private Undertow server = Undertow.builder().build();

    @BeforeEach
    void start() {
        server = Undertow.builder()
                .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
                .setIoThreads(1)
                .setWorkerThreads(2)
                .addHttpListener(
                        0,
                        "127.0.0.1",
                        exchange -> exchange.getRequestReceiver().receiveFullString((receiving, body) -> {
                            protocols.add(receiving.getProtocol().toString());
                            connections.add(receiving.getConnection().getPeerAddress());
                            receiving.getResponseSender().send("{\"bytes\":" + body.length() + "}");
                        }))
                .build();
        server.start();
    }

    @AfterEach
    void stop() {
        backendsFixture.close();
        server.stop();
    }

    private URI url() {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    @Test
    void callsShareOneConnectionWhereTheServerSpeaksHttp2() {
        backendsFixture.service(
                BackendsFixture.of(url()).withPolicy(ServicePolicy.defaults().withHttpVersion(HttpVersion.HTTP_2)));
        assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
        protocols.clear();

        List<CompletableFuture<BackendOutcome>> calls = IntStream.range(0, 50)
                .mapToObj(i -> backendsFixture.begin(0, false))
                .toList();

        assertThat(calls)
                .allSatisfy(call -> assertThat(backendsFixture.end(call)).isInstanceOf(Answered.class));
        assertThat(protocols).containsExactly("HTTP/2.0");
        assertThat(connections).hasSize(1);
    }

    @Test
    void aServiceSpeaksHttp11UnlessItIsToldOtherwise() {
        backendsFixture.service(BackendsFixture.of(url()));

        assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
        assertThat(protocols).containsExactly("HTTP/1.1");
    }

    @Test
    void http2FallsBackWhereTheServerDoesNotSpeakIt() {
        try (TestServer old = TestServer.answering(200, "{}")) {
            backendsFixture.service(BackendsFixture.of(old.url())
                    .withPolicy(ServicePolicy.defaults().withHttpVersion(HttpVersion.HTTP_2)));

            assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
            assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
        }
    }
}
