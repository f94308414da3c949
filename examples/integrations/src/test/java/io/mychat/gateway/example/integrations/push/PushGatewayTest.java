package io.mychat.gateway.example.integrations.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.testkit.TestClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A push service hears of a message whose recipient is not there. */
class PushGatewayTest {

    @Test
    void thePushServiceHearsOfAMessageThatNoDeviceTakes() throws Exception {
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/push", exchange -> {
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        service.start();
        PushWebhook webhook = new PushWebhook(
                URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/push"));
        try (GatewayServer gateway = PushGateway.start(
                        0, 0, webhook, Duration.ofMillis(100), "a secret of this test, and long enough");
                TestClient alice = TestClient.connect(URI.create(
                        "ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/ws"))) {
            assertThat(alice.login("alice", "secret", "web", "").code()).isEqualTo(200);
            String id = alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}")
                    .text("message_id");

            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("user_id=bob&from_user=alice&message_id=" + id);
            assertThat(heard).isEmpty();
            assertThat(webhook.lost()).isZero();
        } finally {
            service.stop(0);
        }
    }
}
