package io.mychat.gateway.test;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestMessage;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Clients of one gateway on the loopback address, in whatever process it runs.
 *
 * @since 0.1.0
 */
public record GatewayClients(InetSocketAddress webSocket, InetSocketAddress httpApi) {

    public URI webSocketUri() {
        return URI.create("ws://127.0.0.1:" + webSocket.getPort() + "/ws");
    }

    /** A client that has just connected. */
    public TestClient connect() {
        return TestClient.connect(webSocketUri());
    }

    /** A client that has logged in. */
    public TestClient login(String user, String platform, String deviceId) {
        TestClient client = connect();
        TestMessage reply = client.login(user, LiveGateway.PASSWORD, platform, deviceId);
        if (reply.code() != 200) {
            throw new AssertionError("login of " + user + ": " + reply);
        }
        return client;
    }

    public TestHttpClient http() {
        return TestHttpClient.of(httpApi);
    }

    /** Logs in on a device of platform {@code web} over HTTP. */
    public TestHttpClient.Answer httpLogin(String user, String deviceId) {
        return http().post(
                        "/api/auth/login",
                        "{\"username\":\"" + user + "\",\"password\":\"" + LiveGateway.PASSWORD
                                + "\",\"platform\":\"web\",\"device_id\":\"" + deviceId + "\"}");
    }
}
