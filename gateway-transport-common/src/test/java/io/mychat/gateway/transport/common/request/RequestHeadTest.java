package io.mychat.gateway.transport.common.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {

    private static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: chat.example.com:8080\r\nUpgrade: websocket\r\n"
            + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Version: 13\r\nUser-Agent: test\r\nX-Own:  a b \r\n\r\n";

    private static String error(String head) {
        HeadException refused = catchThrowableOfType(HeadException.class, () -> RequestHead.of(head, 20));
        return refused == null ? "" : refused.refusal().error();
    }

    @Test
    void fieldsAreFoundByTheirNamesInAnyCase() throws HeadException {
        RequestHead head = RequestHead.of(UPGRADE, 20);

        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.target()).isEqualTo("/ws");
        assertThat(head.isHttp11()).isTrue();
        assertThat(head.bodyBytes()).isZero();
        assertThat(head.text()).isEqualTo(UPGRADE);
        assertThat(head.values("HOST")).containsExactly("chat.example.com:8080");
        assertThat(head.values("x-own")).containsExactly("a b");
        assertThat(head.values("origin")).isEmpty();
        assertThat(RequestHead.of("GET / HTTP/1.0\r\nA: 1\r\nb:\r\na:2\r\n\r\n", 20)
                        .values("a"))
                .containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, ''",
        "GET / HTTP/1.0, ''",
        "GET / HTTP/2, unsupported_version",
        "GET / HTTP/1.10, unsupported_version",
        "GET / HTTP/01.1, unsupported_version",
        "GET / HTTP/1., bad_request_line",
        "GET / HTTP/, bad_request_line",
        "GET / HTTP/1.1x, bad_request_line",
        "GET / http/1.1, bad_request_line",
        "GET /, bad_request_line",
        "GET, bad_request_line",
        "GET  / HTTP/1.1, bad_request_line",
        "GET / x HTTP/1.1, bad_request_line",
        "G(T / HTTP/1.1, bad_request_line",
        "get / HTTP/1.1, unsupported_method",
        "CONNECT / HTTP/1.1, unsupported_method",
        "GET x HTTP/1.1, bad_target",
        "GET /% HTTP/1.1, bad_target",
        "GET /\u00e9 HTTP/1.1, bad_target"
    })
    void theRequestLineIsChecked(String line, String error) {
        assertThat(error(line + "\r\nHost: a\r\n\r\n")).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({
        "a, ''",
        "'', ''",
        "127.0.0.1:80, ''",
        "a:65535, ''",
        "a:65536, bad_host",
        "a:99999, bad_host",
        "a:123456, bad_host",
        "a:, bad_host",
        "a:x, bad_host",
        "a:80:80, bad_host",
        "[::1]:80, ''",
        "[::x]:80, bad_host",
        "A_b, ''",
        "a b, bad_host",
        "a/b, bad_host",
        "a@b, bad_host"
    })
    void theHostIsChecked(String host, String error) {
        assertThat(error("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")).isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {": a", "a", "a b: c", " a: b", "\u00e9: a", ""})
    void aLineThatIsNoFieldIsRefused(String line) {
        assertThat(error("GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\nB: c\r\n\r\n"))
                .isEqualTo("bad_header");
    }

    @Test
    void whatMustNotBeThereTwiceIsNotThereTwice() {
        Map.of(
                        "Origin", "duplicate_header",
                        "AUTHORIZATION", "duplicate_header",
                        "Host", "bad_host",
                        "Content-Length", "bad_content_length",
                        "Cookie", "")
                .forEach((name, error) -> assertThat(error("GET / HTTP/1.1\r\nHost: a\r\n" + name + ": 1\r\nX: y\r\n"
                                + name.toLowerCase(java.util.Locale.ROOT) + ": 1\r\n\r\n"))
                        .as(name)
                        .isEqualTo(error));
    }

    @Test
    void thereAreNoMoreFieldsThanAllowed() {
        assertThat(error("GET / HTTP/1.1\r\nHost: a\r\n" + "a: b\r\n".repeat(19) + "\r\n"))
                .isEmpty();
        assertThat(error("GET / HTTP/1.1\r\nHost: a\r\n" + "a: b\r\n".repeat(20) + "\r\n"))
                .isEqualTo("head_too_large");
    }

    /** With patterns, streams and a split of the head it took 4 KB more. */
    @Test
    void aHandshakeTakesLittleMemory() throws HeadException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 500;
        int found = looks(rounds);
        long before = threads.getCurrentThreadAllocatedBytes();
        found += looks(rounds);

        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / rounds).isLessThan(3_000);
        assertThat(found).isEqualTo(2 * rounds);
    }

    private static int looks(int rounds) throws HeadException {
        int found = 0;
        for (int i = 0; i < rounds; i++) {
            found += RequestHead.of(UPGRADE, 20).values("Upgrade").size();
        }
        return found;
    }
}
