package io.mychat.gateway.backends.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.mychat.gateway.spi.config.Authorities;
import io.mychat.gateway.spi.config.ClientTls;
import io.mychat.gateway.testkit.ManualTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One host whose name server is silent, and others. */
@Timeout(60)
class HttpSenderTest {

    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final URI SLOW = URI.create("http://slow.invalid:1/");
    private static final URI GONE = URI.create("http://gone.invalid:1/");

    private final ManualTime time = new ManualTime();
    private final CountDownLatch nameServer = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private HttpServer server;
    private HttpSender sender;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        sender = new HttpSender(
                Executors.newFixedThreadPool(1),
                Executors.newFixedThreadPool(2),
                new HttpSender.Connect(AT_MOST, ClientTls.of(Authorities.OF_THE_JVM, Optional.empty())),
                time,
                this::find);
    }

    @AfterEach
    void stop() {
        sender.close();
        nameServer.countDown();
        server.stop(0);
    }

    private void find(URI url) throws UnknownHostException {
        if (url.equals(GONE)) {
            throw new UnknownHostException(url.getHost());
        }
        if (url.equals(SLOW)) {
            asked.countDown();
            try {
                nameServer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new UnknownHostException(url.getHost());
        }
    }

    private Exchange send(URI url) {
        return sender.send(HttpRequest.newBuilder(url).GET().build(), 1000, AT_MOST);
    }

    private static HttpResult received(Exchange exchange) throws Exception {
        return exchange.received().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aHostThatIsSlowToBeFoundHoldsUpNoOtherAndNoTimeOut() throws Exception {
        List<Exchange> waiting =
                IntStream.range(0, 100).mapToObj(i -> send(SLOW)).toList();
        asked.await();

        URI fast = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        for (int i = 0; i < 50; i++) {
            assertThat(received(send(fast))).isInstanceOf(HttpResult.Response.class);
        }
        time.advance(AT_MOST);
        for (Exchange exchange : waiting) {
            assertThat(received(exchange)).isInstanceOf(HttpResult.TimedOut.class);
        }
    }

    @Test
    void aHostThatThereIsNotWasNotReached() throws Exception {
        assertThat(received(send(GONE))).isInstanceOf(HttpResult.NotConnected.class);
    }

    @Test
    void aGatewayThatCallsNobodyMakesNoClientNotEvenAtItsEnd() {
        assertThat(sender.selector()).isEmpty();

        sender.close();

        assertThat(sender.selector()).isEmpty();
    }

    @Test
    void theFirstCallMakesTheClient() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");

        assertThat(received(send(url))).isInstanceOf(HttpResult.Response.class);
        assertThat(sender.selector()).isPresent();
    }

    @Test
    void aClientWhoseThreadHasDiedIsReplaced() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        assertThat(received(send(url))).isInstanceOf(HttpResult.Response.class);
        Thread selector = sender.selector().orElseThrow();
        selector.interrupt();
        selector.join(10_000);
        assertThat(selector.isAlive()).isFalse();

        assertThat(received(send(url))).isInstanceOf(HttpResult.Response.class);
    }

    @Test
    void afterTheEndNothingIsSent() throws Exception {
        sender.close();
        assertThat(received(send(GONE))).isInstanceOf(HttpResult.NotConnected.class);
    }
}
