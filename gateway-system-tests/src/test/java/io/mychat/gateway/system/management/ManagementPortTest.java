package io.mychat.gateway.system.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestProcess;
import io.mychat.gateway.testkit.transport.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagementPortTest {

    private static String status(InetSocketAddress address, String path, String more) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            client.write("GET " + path + " HTTP/1.1\r\n" + more + "Connection: close\r\n\r\n");
            return client.readHead().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
        }
    }

    @Test
    void operatorsHaveAPortOfTheirOwnAndClientsAnother() throws Exception {
        int port = TestProcess.freePort();
        InetSocketAddress clients;
        InetSocketAddress operators;
        try (LiveGateway gateway = LiveGateway.start(builder -> builder.managementPort(port))) {
            clients = gateway.server().httpAddress();
            operators = gateway.server().managementAddress().orElseThrow();
            String local = "Host: 127.0.0.1:" + port + "\r\n";

            assertThat(operators.getPort()).isEqualTo(port);
            assertThat(status(clients, "/api/system/metrics", local)).isEqualTo("404");
            assertThat(status(operators, "/api/system/metrics", local)).isEqualTo("200");
            assertThat(status(operators, "/api/system/metrics", "Host: gateway.example.com\r\n"))
                    .isEqualTo("401");
            assertThat(status(operators, "/api/system/metrics", local + "Origin: http://127.0.0.1:" + port + "\r\n"))
                    .isEqualTo("401");
            assertThat(status(operators, "/api/system/metrics", local + "X-Forwarded-For: 192.0.2.1\r\n"))
                    .isEqualTo("401");
            assertThat(status(operators, "/api/connections/stats", local)).isEqualTo("401");
            assertThat(status(clients, "/api/connections/stats", local)).isEqualTo("404");
            assertThat(status(clients, "/api/system/health", local)).isEqualTo("200");
            assertThat(status(operators, "/api/system/health", local)).isEqualTo("200");
        }
        for (InetSocketAddress closed : new InetSocketAddress[] {clients, operators}) {
            assertThatThrownBy(() -> RawClient.connect(closed).close()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void noProxyProtocolIsSpokenThereThoughTheHttpPortAsksForIt() throws Exception {
        int port = TestProcess.freePort();
        try (LiveGateway gateway = LiveGateway.start(builder -> builder.managementPort(port)
                .setting("security.client_address", "proxy-protocol")
                .setting("security.trusted_proxies", List.of("127.0.0.1")))) {
            InetSocketAddress clients = gateway.server().httpAddress();
            InetSocketAddress operators = gateway.server().managementAddress().orElseThrow();
            String local = "Host: 127.0.0.1\r\n";
            String announced = "PROXY TCP4 192.0.2.1 127.0.0.1 40000 8081\r\n";

            assertThat(status(operators, "/api/system/metrics", local)).isEqualTo("200");
            try (RawClient client = RawClient.connect(clients)) {
                client.write(announced + "GET /api/system/health HTTP/1.1\r\n" + local + "\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            }
            assertThatThrownBy(() -> {
                        try (RawClient client = RawClient.connect(operators)) {
                            client.write(announced + "GET /api/system/metrics HTTP/1.1\r\n" + local + "\r\n");
                            assertThat(client.readHead()).doesNotStartWith("HTTP/1.1 200 ");
                            throw new IOException("refused with an answer");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aManagementPortInUseIsNamedAndNothingStaysOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int http = TestProcess.freePort();

            assertThatThrownBy(() ->
                            LiveGateway.start(builder -> builder.httpPort(http).managementPort(taken.getLocalPort())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());

            try (ServerSocket free = new ServerSocket(http, 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            }
        }
    }
}
