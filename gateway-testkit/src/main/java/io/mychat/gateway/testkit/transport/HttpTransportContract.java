package io.mychat.gateway.testkit.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.testkit.ContractRules;
import io.mychat.gateway.testkit.CountingAccount;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of {@link HttpTransport}, with a client on a socket: what the endpoint sees of a request, what the client
 * sees of a response, and the limit of bodies.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class HttpTransportContract {

    private static final int MAX_BODY = 1000;
    private static final HttpResponse EMPTY = new HttpResponse(200, Map.of(), new byte[0]);

    private final BlockingQueue<HttpRequest> requests = new LinkedBlockingQueue<>();
    private final List<CountingAccount> accounts = new CopyOnWriteArrayList<>();
    private volatile long mostBytes = Long.MAX_VALUE;
    private volatile HttpEndpoint endpoint =
            request -> new HttpResponse(200, Map.of("Content-Type", "application/json"), "{}".getBytes(UTF_8));
    private HttpTransport transport;
    private InetSocketAddress address;
    private RawClient client;

    /** Called by JUnit. */
    @SuppressWarnings("NullAway.Init") // before each test
    protected HttpTransportContract() {}

    /** Creates a transport that is not started and serves the paths below {@code /api/}; closed by the suite. */
    protected abstract HttpTransport transport();

    @BeforeEach
    void open(TestInfo test) throws IOException {
        transport = transport();
        assertThat(transport.isAccepting()).isFalse();
        address =
                transport.start(new HttpSettings("127.0.0.1", 0, MAX_BODY, onEvicted -> account()), new HttpEndpoint() {
                    @Override
                    public HttpResponse handle(HttpRequest request) {
                        requests.add(request);
                        return endpoint.handle(request);
                    }

                    @Override
                    public CompletionStage<HttpResponse> handleAsync(HttpRequest request) {
                        requests.add(request);
                        return endpoint.handleAsync(request);
                    }

                    @Override
                    public HttpAdmission admit(HttpRequest head) {
                        HttpAdmission admission = endpoint.admit(head);
                        return admission instanceof HttpAdmission.ReadBody body && body.then() == endpoint
                                ? new HttpAdmission.ReadBody(body.maxBytes(), this)
                                : admission;
                    }
                });
        client = RawClient.connect(address);
        capabilities().assumeAllOf(test);
        assertThat(transport.isAccepting()).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        transport.close();
        assertThat(transport.isAccepting()).isFalse();
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() ->
                        assertThat(held()).as("bytes that are still reserved").isZero());
    }

    private Capabilities capabilities() {
        return new Capabilities(transport.capabilities());
    }

    private CountingAccount account() {
        CountingAccount account = new CountingAccount();
        account.limit(mostBytes);
        accounts.add(account);
        return account;
    }

    /** The bytes that are reserved for bodies. */
    private long held() {
        return accounts.stream()
                .filter(account -> !account.isClosed())
                .mapToLong(CountingAccount::inbound)
                .sum();
    }

    private HttpRequest next() throws InterruptedException {
        return Objects.requireNonNull(requests.poll(10, TimeUnit.SECONDS));
    }

    private String answer(String head, String body) throws IOException {
        client.write(head.replace("\n", "\r\n") + "\r\n\r\n" + body);
        return client.readHead();
    }

    @Test
    void theEndpointSeesTheWholeRequestDecoded() throws Exception {
        String head = answer(
                "POST /api/a%20b/%C3%BC?x=1&x=%26&y=a+b&z HTTP/1.1\nHost: h\nX-One: 1\nX-ONE: 2\nContent-Length: 3",
                "abc");
        assertThat(head)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("Content-Length: 2\r\n")
                .containsIgnoringCase("Content-Type: application/json")
                .doesNotContainIgnoringCase("X-Powered-By");
        assertThat(new String(client.bytes(2), UTF_8)).isEqualTo("{}");
        HttpRequest request = next();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/api/a b/ü");
        assertThat(request.query()).containsEntry("x", List.of("1", "&")).containsEntry("y", List.of("a b"));
        assertThat(request.headers()).containsEntry("x-one", List.of("1", "2"));
        assertThat(request.body()).isEqualTo("abc".getBytes(UTF_8));
        assertThat(request.bodyTooLarge()).isFalse();
        assertThat(request.peer().getAddress().isLoopbackAddress()).isTrue();
        capabilities().assume(TransportCapability.OWN_PORT);
        assertThat(head).doesNotContainIgnoringCase("\r\nServer:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"})
    void everyMethodIsPassedOnAndTheConnectionStays(String method) throws Exception {
        assertThat(answer(method + " /api/x HTTP/1.1\nHost: h", ""))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("Content-Length: 2\r\n");
        assertThat(next().method()).isEqualTo(method);
        if (!method.equals("HEAD")) {
            assertThat(client.bytes(2)).isEqualTo("{}".getBytes(UTF_8));
        }
        assertThat(answer("GET /api/again HTTP/1.1\nHost: h", "")).startsWith("HTTP/1.1 200 ");
        assertThat(next().path()).isEqualTo("/api/again");
    }

    @Test
    void statusAndHeadersAreTheEndpoints() throws Exception {
        endpoint = request -> new HttpResponse(405, Map.of("Allow", "GET, POST", "X-Own", "1"), "no".getBytes(UTF_8));
        assertThat(answer("DELETE /api/x HTTP/1.1\nHost: h", ""))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, POST\r\n", "X-Own: 1\r\n");
        assertThat(client.bytes(2)).isEqualTo("no".getBytes(UTF_8));
    }

    @Test
    void aLongResponseArrivesWhole() throws Exception {
        byte[] body = "0123456789".repeat(200_000).getBytes(UTF_8);
        endpoint = request -> new HttpResponse(200, Map.of(), body);
        assertThat(answer("GET /api/x HTTP/1.1\nHost: h", "")).startsWith("HTTP/1.1 200 ");
        assertThat(client.bytes(body.length)).isEqualTo(body);
    }

    @Test
    void noContentHasNoBody() throws Exception {
        endpoint = request -> new HttpResponse(204, Map.of(), new byte[0]);
        assertThat(answer("GET /api/x HTTP/1.1\nHost: h", ""))
                .startsWith("HTTP/1.1 204 ")
                .doesNotContainIgnoringCase("Content-Length");
        assertThat(answer("GET /api/x HTTP/1.1\nHost: h", "")).startsWith("HTTP/1.1 204 ");
    }

    /** Some containers add a length of 0 by themselves. */
    @Test
    void whatHasNotChangedHasNoBodyAndTheConnectionStays() throws Exception {
        endpoint = request -> new HttpResponse(304, Map.of("ETag", "\"1\""), new byte[0]);
        assertThat(answer("GET /api/x HTTP/1.1\nHost: h", ""))
                .startsWith("HTTP/1.1 304 ")
                .containsIgnoringCase("ETag: \"1\"")
                .doesNotContainIgnoringCase("Transfer-Encoding")
                .doesNotContainPattern("(?i)Content-Length: [1-9]");
        assertThat(answer("GET /api/x HTTP/1.1\nHost: h", "")).startsWith("HTTP/1.1 304 ");
    }

    @Test
    void anAnnouncedBodyOverTheLimitIsNotRead() throws Exception {
        endpoint = request -> new HttpResponse(request.bodyTooLarge() ? 413 : 200, Map.of(), new byte[0]);
        assertThat(answer("POST /api/x HTTP/1.1\nHost: h\nContent-Length: 1001", ""))
                .startsWith("HTTP/1.1 413 ");
        assertThat(next().body()).isEmpty();
        capabilities().assume(TransportCapability.ABORT);
        assertThat(client.seesEnd()).isTrue();
    }

    @Test
    void aChunkedBodyOverTheLimitIsCut() throws Exception {
        endpoint = request -> new HttpResponse(request.bodyTooLarge() ? 413 : 200, Map.of(), new byte[0]);
        String chunk = "1f4\r\n" + "x".repeat(500) + "\r\n";
        assertThat(answer(
                        "POST /api/x HTTP/1.1\nHost: h\nTransfer-Encoding: chunked",
                        chunk + chunk + chunk + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(next().body()).isEmpty();
    }

    @Test
    void aChunkedBodyWithinTheLimitIsRead() throws Exception {
        assertThat(answer(
                        "POST /api/x HTTP/1.1\nHost: h\nTransfer-Encoding: chunked",
                        "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(next().body()).isEqualTo("abcde".getBytes(UTF_8));
    }

    @Test
    void aBodyMayArriveByteByByte() throws Exception {
        client.write("POST /api/x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
        for (String one : List.of("a", "b", "c", "d", "e")) {
            client.write(one);
        }
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        assertThat(next().body()).isEqualTo("abcde".getBytes(UTF_8));
    }

    @Test
    void aBodyThatHasPartlyArrivedIsCounted() throws Exception {
        client.write("POST /api/x HTTP/1.1\r\nHost: h\r\nContent-Length: 500\r\n\r\n" + "x".repeat(400));
        await().untilAsserted(() -> assertThat(held()).isEqualTo(400));
        client.write("x".repeat(100));
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        assertThat(next().body()).hasSize(500);
        await().untilAsserted(() -> assertThat(held()).isZero());
    }

    @Test
    void aBodyThatMayNotBeKeptIs503() throws Exception {
        mostBytes = 300;
        client.write("POST /api/x HTTP/1.1\r\nHost: h\r\nContent-Length: 500\r\n\r\n" + "x".repeat(400));
        assertThat(client.readHead()).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After: 1\r\n");
        assertThat(requests).isEmpty();
    }

    @Test
    void aBodyThatIsNotAdmittedIsNotRead() throws Exception {
        endpoint = new HttpEndpoint() {
            @Override
            public HttpResponse handle(HttpRequest request) {
                return EMPTY;
            }

            @Override
            public HttpAdmission admit(HttpRequest head) {
                return new HttpAdmission.Answer(new HttpResponse(401, Map.of(), new byte[0]));
            }
        };
        assertThat(answer("POST /api/x HTTP/1.1\nHost: h\nContent-Length: 900", ""))
                .startsWith("HTTP/1.1 401 ");
        assertThat(requests).isEmpty();
    }

    @Test
    void whoExpectsAContinueGetsIt() throws Exception {
        assertThat(answer("POST /api/x HTTP/1.1\nHost: h\nContent-Length: 3\nExpect: 100-continue", ""))
                .startsWith("HTTP/1.1 100 ");
        client.write("abc");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        assertThat(next().body()).isEqualTo("abc".getBytes(UTF_8));
    }

    @Test
    void anEndpointThatThrowsIsAnEmpty500() throws Exception {
        endpoint = request -> {
            throw new IllegalStateException("a test's secret");
        };
        assertThat(answer("GET /api/x HTTP/1.1\nHost: h", ""))
                .startsWith("HTTP/1.1 500 ")
                .containsIgnoringCase("Content-Length: 0\r\n")
                .doesNotContain("secret");
    }

    @Needs(TransportCapability.OWN_PORT)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "GET /api/%zz HTTP/1.1\nHost: h",
                "GET /api/x HTTP/1.1",
                "POST /api/x HTTP/1.1\nHost: h\nContent-Length: -1"
            })
    void malformedRequestsGetNoTrace(String head) throws Exception {
        client.write(head.replace("\n", "\r\n") + "\r\n\r\n");
        String all = new String(client.rest(), UTF_8);
        assertThat(all).doesNotContain("Exception", "\tat ");
        assertThat(all).matches("(?s)|HTTP/1.1 400 .*");
        assertThat(requests).isEmpty();
    }

    @Test
    void anAnswerMayComeLater() throws Exception {
        CompletableFuture<HttpResponse> later = new CompletableFuture<>();
        endpoint = new Later(later);
        client.write("GET /api/x HTTP/1.1\r\nHost: h\r\n\r\n");
        next();
        later.complete(new HttpResponse(201, Map.of(), "late".getBytes(UTF_8)));
        assertThat(client.readHead()).startsWith("HTTP/1.1 201 ");
        assertThat(client.bytes(4)).isEqualTo("late".getBytes(UTF_8));
    }

    @Test
    void aLaterAnswerThatFailsIsAnEmpty500() throws Exception {
        CompletableFuture<HttpResponse> later = new CompletableFuture<>();
        endpoint = new Later(later);
        client.write("GET /api/x HTTP/1.1\r\nHost: h\r\n\r\n");
        next();
        later.completeExceptionally(new IllegalStateException("a test's secret"));
        assertThat(client.readHead())
                .startsWith("HTTP/1.1 500 ")
                .containsIgnoringCase("Content-Length: 0\r\n")
                .doesNotContain("secret");
    }

    private record Later(CompletableFuture<HttpResponse> answer) implements HttpEndpoint {

        @Override
        public HttpResponse handle(HttpRequest request) {
            return EMPTY;
        }

        @Override
        public CompletionStage<HttpResponse> handleAsync(HttpRequest request) {
            return answer;
        }
    }

    @Needs(TransportCapability.OWN_PORT)
    @Test
    void aPortInUseIsNamed() {
        HttpTransport second = transport();
        assertThatThrownBy(() -> second.start(new HttpSettings("127.0.0.1", address.getPort(), 1), request -> EMPTY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + address.getPort());
        second.close();
    }
}
