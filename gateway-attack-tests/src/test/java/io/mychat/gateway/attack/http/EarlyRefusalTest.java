package io.mychat.gateway.attack.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A request that its head condemns is refused before its body has come. */
class EarlyRefusalTest {

    @Test
    void aWrongContentTypeIsRefusedBeforeTheBody() throws Exception {
        assertThat(answerTo("Content-Type: text/plain\r\nContent-Length: 10")).startsWith("HTTP/1.1 415 ");
        assertThat(answerTo("Content-Type: text/plain\r\nTransfer-Encoding: chunked"))
                .startsWith("HTTP/1.1 415 ");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedForThat() throws Exception {
        assertThat(answerTo("Content-Type: text/plain\r\nContent-Length: 2000000"))
                .startsWith("HTTP/1.1 413 ");
    }

    private static String answerTo(String headers) throws IOException {
        try (LiveGateway gateway = LiveGateway.start(builder -> builder);
                RawClient client = RawClient.connect(gateway.server().httpAddress())) {
            client.write("POST /api/auth/login HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n\r\n");
            return client.readHead();
        }
    }
}
