package io.mychat.gateway.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.ContractRules;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is ambiguous or malformed in a request is refused on both ports, before anybody sees it: for transports that own
 * their ports. It is long because it is a list of requests.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RequestFramingContract {

    private static final int MAX_BODY = 1000;
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
    private final Queue<HttpRequest> requests = new ConcurrentLinkedQueue<>();

    private HttpTransport httpTransport;
    private TransportUnderTest webSockets;
    private InetSocketAddress http;
    private InetSocketAddress webSocket;

    /** Called by JUnit. */
    @SuppressWarnings("NullAway.Init") // before all tests
    protected RequestFramingContract() {}

    /** Creates a transport that is not started, without TLS, with heads of up to 16 KiB and 100 fields. */
    protected abstract HttpTransport http();

    /** As {@link #http()}, for the other port. */
    protected abstract WebSocketTransport webSocket(TimeSource time);

    /** How often the {@link #http()} transport has refused a request with this error. */
    protected abstract long refusals(String error);

    @BeforeAll
    void start() throws IOException {
        httpTransport = http();
        http = httpTransport.start(new HttpSettings("127.0.0.1", 0, MAX_BODY), request -> {
            requests.add(request);
            return new HttpResponse(200, Map.of(), "{}".getBytes(UTF_8));
        });
        webSockets = new TransportUnderTest(webSocket(new ManualTime()), MAX_BODY, MAX_BODY);
        webSocket = webSockets.address();
    }

    @AfterAll
    void stop() {
        httpTransport.close();
        webSockets.close();
    }

    @BeforeEach
    void forget() {
        requests.clear();
    }

    private static String post(String... lines) {
        return "POST / HTTP/1.1\r\nHost: h\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    }

    static Stream<Arguments> refused() {
        List<Arguments> cases = List.of(
                // Lengths
                refusal(400, post("Content-Length: 18446744073709551637") + "x".repeat(21)),
                refusal(400, post("Content-Length: 18446744073709551616") + SMUGGLED),
                refusal(400, post("Content-Length: 9223372036854775808")),
                refusal(400, post("Content-Length: -1")),
                refusal(400, post("Content-Length: +5") + "hello"),
                refusal(400, post("Content-Length: 5,5") + "hello"),
                refusal(400, post("Content-Length: 5", "Content-Length: 5") + "hello"),
                refusal(400, post("Content-Length: 5", "Content-Length: 6") + "hello"),
                refusal(400, post("Content-Length: 0x5") + "hello"),
                refusal(400, post("Content-Length: 5 5") + "hello"),
                refusal(400, post("Content-Length:") + "hello"),
                refusal(400, post("Content-Length: \u00b2") + "hello"),
                refusal(413, post("Content-Length: 9223372036854775807")),
                refusal(413, post("Content-Length: 2305843009213693951")),
                refusal(413, post("Content-Length: 9200000000000000000")),
                // Codings
                refusal(400, post("Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n" + SMUGGLED),
                refusal(400, post("Transfer-Encoding: chunked", "Content-Length: 5") + "0\r\n\r\n" + SMUGGLED),
                refusal(501, post("Transfer-Encoding: gzip, chunked") + "0\r\n\r\n"),
                refusal(501, post("Transfer-Encoding: chunked, chunked") + "0\r\n\r\n"),
                refusal(501, post("Transfer-Encoding: chunked", "Transfer-Encoding: identity") + "0\r\n\r\n"),
                refusal(501, post("Transfer-Encoding: identity") + SMUGGLED),
                refusal(501, post("Transfer-Encoding: xchunked") + SMUGGLED),
                refusal(501, post("Transfer-Encoding: \"chunked\"") + SMUGGLED),
                refusal(501, post("Transfer-Encoding:") + SMUGGLED),
                refusal(400, post("Transfer-Encoding : chunked") + "0\r\n\r\n"),
                refusal(400, "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                // Fields
                refusal(400, post("X-A: 1", " folded: 2")),
                refusal(400, post("X-A: 1", "\tfolded")),
                refusal(400, "GET / HTTP/1.1\r\n Host: h\r\n\r\n"),
                refusal(400, post("X-A : 1")),
                refusal(400, post("X A: 1")),
                refusal(400, post(": 1")),
                refusal(400, post("no colon")),
                refusal(400, post("X-\u00e4: 1")),
                refusal(400, post("X-A: a\0b")),
                refusal(400, post("X-A: a\u0001b")),
                refusal(400, post("X-A: a\u007fb")),
                refusal(400, post("X-A: a\rb")),
                refusal(400, post("X-A: a\nX-B: b")),
                refusal(400, "GET / HTTP/1.1\nHost: h\n\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: h\r\n\nX: y\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                refusal(400, "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: a:\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: a:99999999999999999999\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: [::1]:65536\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: [:::::1]\r\n\r\n"),
                refusal(400, "GET / HTTP/1.1\r\nHost: [1.2.3.4]\r\n\r\n"),
                refusal(400, "GET / HTTP/1.0\r\nHost: [1.2.3.4]\r\n\r\n"),
                refusal(400, "GET http://a:65536/ HTTP/1.1\r\nHost: a:65536\r\n\r\n"),
                refusal(400, "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n"),
                refusal(431, "GET / HTTP/1.1\r\nHost: h\r\nX-A: " + "a".repeat(17_000) + "\r\n\r\n"),
                refusal(431, "GET /" + "a".repeat(17_000) + " HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(431, "GET / HTTP/1.1\r\nHost: h\r\n" + "X: y\r\n".repeat(100) + "\r\n"),
                refusal(400, post("Authorization: Bearer a", "authorization: Bearer b")),
                refusal(400, post("X-Api-Key: a", "X-Api-Key: a")),
                refusal(400, post("Content-Type: application/json", "X-A: b", "Content-Type: text/plain")),
                refusal(400, post("Content-Encoding: identity", "Content-Encoding: gzip")),
                refusal(400, post("Origin: http://a", "Origin: http://b")),
                refusal(400, post("Idempotency-Key: a", "Idempotency-Key: b")),
                // Expectations
                refusal(417, post("Content-Length: 5", "Expect: 200-ok")),
                refusal(417, post("Content-Length: 5", "Expect: 100-continue, x")),
                // Request lines
                refusal(505, "GET / HTTP/2.0\r\nHost: h\r\n\r\n"),
                refusal(505, "GET / HTTP/1.2\r\nHost: h\r\n\r\n"),
                refusal(505, "GET / HTTP/0.9\r\nHost: h\r\n\r\n"),
                refusal(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                refusal(400, "GET / http/1.1\r\nHost: h\r\n\r\n"),
                refusal(505, "GET / HTTP/11\r\nHost: h\r\n\r\n"),
                refusal(505, "GET / HTTP/3\r\nHost: h\r\n\r\n"),
                refusal(505, "GET / HTTP/1.10\r\nHost: h\r\n\r\n"),
                refusal(505, "GET / HTTP/01.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /\r\n"),
                refusal(400, "GET  / HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, " GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET / x HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "G\u00c4T / HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "nonsense\r\n\r\n"),
                refusal(400, "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001"),
                refusal(400, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(501, "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
                refusal(501, "get / HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(501, "Post / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"),
                refusal(501, "X".repeat(33) + " / HTTP/1.1\r\nHost: h\r\n\r\n"),
                // Targets
                refusal(400, "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /%f HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /?x=%zz HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /?x=% HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /?x=%c0%af HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /\u00e4 HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /?\u00e4 HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /a{b HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET /#a HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET api HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n"),
                refusal(400, "GET http://u@h/ HTTP/1.1\r\nHost: u@h\r\n\r\n"),
                refusal(400, "GET * HTTP/1.1\r\nHost: h\r\n\r\n"));
        return cases.stream();
    }

    private static Arguments refusal(int status, String request) {
        return Arguments.of(status, request);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void theHttpPortRefusesWithABodyOfOurs(int status, String request) throws Exception {
        isRefused(http, status, request);
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void theWebSocketPortDoesSoToo(int status, String request) throws Exception {
        isRefused(webSocket, status, request);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aRefusalDoesNotDependOnHowTheBytesCome(int status, String request) throws Exception {
        try (RawClient client = RawClient.connect(http)) {
            String begun = request.substring(0, Math.min(request.length(), 300));
            for (int i = 0; i < begun.length(); i++) {
                client.write(begun.substring(i, i + 1));
            }
            client.write(request.substring(begun.length()));
            assertThat(client.readHead()).startsWith("HTTP/1.1 " + status + " ");
        } catch (SocketException e) {
            // Refused before all bytes were written, and closed meanwhile.
        }
        assertThat(requests).isEmpty();
    }

    private static void isRefused(InetSocketAddress address, int status, String request) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            client.write(request);
            String answer = new String(client.rest(), ISO_8859_1);
            assertThat(answer)
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains(
                            "Content-Type: application/json\r\n",
                            "Connection: close\r\n",
                            "\r\n\r\n{\"code\":" + status)
                    .contains("\"error\":\"", "\"detail\":\"")
                    .doesNotContain("Exception", "\tat ", "undertow");
            assertThat(answer.split("HTTP/1\\.1 ", -1)).as("one answer").hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEAD /;x HTTP/2.0\r\nHost: h\r\n\r\n",
                "HEAD / HTTP/1.1\r\n\r\n",
                "HEAD / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n"
            })
    void aRefusedHeadGetsNoBody(String request) throws Exception {
        try (RawClient client = RawClient.connect(http)) {
            client.write(request);
            String answer = new String(client.rest(), UTF_8);
            assertThat(answer).matches("(?s)HTTP/1.1 [45]\\d\\d .*Content-Length: [1-9].*\r\n\r\n");
        }
    }

    @Test
    void refusalsAreCounted() throws Exception {
        long before = refusals("bad_content_length");

        isRefused(http, 400, post("Content-Length: x"));

        assertThat(refusals("bad_content_length")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/%63onnections/stats, /api/connections/stats",
        "/api;x/connections, /api;x/connections",
        "/api;x=/api/system, /api;x=/api/system",
        "/a%3bx, /a;x",
        "http://h/a, /a",
        "HTTP://h, /",
        "https://h?x=1, /"
    })
    void aPathIsDecodedAndHasNoParameters(String target, String path) throws Exception {
        assertThat(ask("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n")).startsWith("HTTP/1.1 200 ");

        assertThat(requests.remove().path()).isEqualTo(path);
    }

    @Test
    void whatBrowsersSendRawInAQueryIsTaken() throws Exception {
        assertThat(ask("GET /?x={a|b}^`\\[]\"<>&y=%7b;%20+' HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");

        HttpRequest request = requests.remove();
        assertThat(request.query())
                .containsEntry("x", List.of("{a|b}^`\\[]\"<>"))
                .containsEntry("y", List.of("{;  '"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [2001:DB8::1]:65535\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [::]\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [1:2:3:4:5:6:7::]\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a_b.c~d!$&'()*+,;=%41\r\n\r\n",
                "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nX-A:\t \u00e4 b\t\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0005\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n"
            })
    void whatIsOnlyUnusualIsTaken(String request) throws Exception {
        assertThat(ask(request)).matches("(?s)HTTP/1\\.[01] 200 .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "-1\r\nhello",
                "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "5 \r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhelloworld\r\n0\r\n\r\n",
                "5\r\nhello0\r\n\r\n",
                "ffffffffffffffff5\r\nhello\r\n0\r\n\r\n",
                "10000000000000005\r\nhello\r\n0\r\n\r\n",
                ";a\r\n",
                "\r\n",
                "0\r\nContent-Length : 5\r\n\r\n",
                "0\r\n folded\r\n\r\n",
                "0\r\nX: a\nb\r\n\r\n"
            })
    void malformedChunksAre400(String body) throws Exception {
        isRefused(http, 400, post("Transfer-Encoding: chunked") + body);
        assertThat(requests).isEmpty();
    }

    @Test
    void longExtensionsAndTrailersAre400() throws Exception {
        isRefused(http, 400, post("Transfer-Encoding: chunked") + "5;" + "a".repeat(300));
        isRefused(http, 400, post("Transfer-Encoding: chunked") + "0\r\n" + "X: y\r\n".repeat(2000) + "\r\n");
    }

    @Test
    void requestsMayFollowEachOtherWithoutWaiting() throws Exception {
        String all = post("Content-Length: 5") + "hello" + post("Transfer-Encoding: chunked")
                + "5\r\nworld\r\n0\r\n\r\n" + "\r\n" + SMUGGLED;
        for (int piece : new int[] {1, 7, all.length()}) {
            requests.clear();
            try (RawClient client = RawClient.connect(http)) {
                for (int at = 0; at < all.length(); at += piece) {
                    client.write(all.substring(at, Math.min(all.length(), at + piece)));
                }
                for (int i = 0; i < 3; i++) {
                    assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                    client.bytes(2);
                }
            }
            assertThat(requests)
                    .extracting(request -> new String(request.body(), UTF_8))
                    .containsExactly("hello", "world", "");
        }
    }

    @Test
    void theAnswerToARefusedBodyReachesAClientThatSendsOn() throws Exception {
        try (RawClient client = RawClient.connect(http)) {
            client.write(post("Content-Length: 500000") + "x".repeat(500_000));
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 "); // of this endpoint, which has seen no body
            client.bytes(2);
            assertThat(client.seesEnd()).isTrue();
        }
        assertThat(requests.remove().bodyTooLarge()).isTrue();
    }

    private String ask(String request) throws IOException {
        try (RawClient client = RawClient.connect(http)) {
            client.write(request);
            return client.readHead();
        }
    }
}
