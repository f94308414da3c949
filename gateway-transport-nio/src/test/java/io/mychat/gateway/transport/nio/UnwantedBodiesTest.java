package io.mychat.gateway.transport.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.spi.transport.HttpSettings;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that an endpoint refuses by their heads. */
final class UnwantedBodiesTest {

    private final NioHttpTransport transport = Transports.http(null);
    private final RawClient client;

    UnwantedBodiesTest() throws IOException {
        client = RawClient.connect(transport.start(new HttpSettings("127.0.0.1", 0, 100_000), new HttpEndpoint() {
            @Override
            public HttpResponse handle(HttpRequest request) {
                return new HttpResponse(200, Map.of(), request.body());
            }

            @Override
            public HttpAdmission admit(HttpRequest head) {
                return head.path().equals("/no")
                        ? new HttpAdmission.Answer(new HttpResponse(401, Map.of(), new byte[0]))
                        : new HttpAdmission.ReadBody(1000, this);
            }
        }));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        transport.close();
    }

    private static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void shortOnesAreSkippedAndTheConnectionStays(int piece) throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            all.append(post("/no", "x".repeat(i * 20))).append(post("/yes", "body " + i));
        }
        for (int at = 0; at < all.length(); at += piece) {
            client.write(all.substring(at, Math.min(all.length(), at + piece)));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(client.readHead()).startsWith("HTTP/1.1 401 ").doesNotContain("close");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(new String(client.bytes(("body " + i).length()), UTF_8)).isEqualTo("body " + i);
        }
    }

    @Test
    void aShortOneThatNeverComesEndsTheConnectionInTime() throws Exception {
        client.write("POST /no HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc");
        assertThat(client.readHead()).startsWith("HTTP/1.1 401 ");
        assertThat(client.seesEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 50000\r\n\r\n",
                "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
            })
    void allOthersEndTheConnectionBehindTheAnswer(String rest) throws Exception {
        client.write("POST /no HTTP/1.1\r\nHost: h\r\n" + rest);
        assertThat(client.readHead()).startsWith("HTTP/1.1 401 ").contains("Connection: close\r\n");
        assertThat(client.seesEnd()).isTrue();
    }
}
