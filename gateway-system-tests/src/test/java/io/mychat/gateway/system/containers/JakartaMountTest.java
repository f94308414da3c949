package io.mychat.gateway.system.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.test.GatewayClients;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.EventChannel;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.transport.jakarta.JakartaMount;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateways of the module's README: people log in over them and talk. */
@DisabledIfEnvironmentVariable(
        named = "GATEWAY_SERVER_TRANSPORT",
        matches = "nio",
        disabledReason = "the transport is the host's container")
class JakartaMountTest {

    private static final Path ROOT = Path.of("..");

    private final JakartaMount mount = new JakartaMount();
    private final GatewayServer gateway = LiveGateway.builder()
            .without("gateway-transport-undertow")
            .module(mount)
            .setting("server.events_enabled", true)
            .build();

    @Test
    void peopleTalkOverAGatewayInTomcat() throws Exception {
        Tomcat tomcat = TomcatHost.start(gateway, mount, 0);
        try {
            peopleTalkAt(tomcat.getConnector().getLocalPort());
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    @Test
    void peopleTalkOverAGatewayInJetty() throws Exception {
        Server jetty = JettyHost.start(gateway, mount, 0);
        try {
            peopleTalkAt(((ServerConnector) jetty.getConnectors()[0]).getLocalPort());
        } finally {
            jetty.stop();
        }
    }

    private void peopleTalkAt(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        GatewayClients clients = new GatewayClients(address, address);
        TestHttpClient http = TestHttpClient.of(address);
        try (TestClient alice = clients.login("alice", "web", "a");
                TestClient bob = clients.login("bob", "web", "b")) {
            assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"" + "x".repeat(60_000) + "\"}")
                            .code())
                    .isEqualTo(200);
            assertThat(bob.next(2003).text("content")).hasSize(60_000);
            carolTalksOverEvents(clients, address, alice);
            assertThat(http.get("/api/system/health").text("status")).isEqualTo("healthy");
            assertThat(clients.httpLogin("alice", "c").status()).isEqualTo(200);
            onlyAdministratorsSeeAndKickOthers(clients, http, bob);

            gateway.stop();

            assertThat(alice.closeCode()).isEqualTo(1001);
        }
        assertThat(http.get("/api/system/health").status()).as("stopped").isEqualTo(503);
    }

    /** What the console does. */
    private static void onlyAdministratorsSeeAndKickOthers(
            GatewayClients clients, TestHttpClient http, TestClient bob) {
        String kick = "{\"user_id\":\"bob\",\"reason\":\"tried\"}";
        TestHttpClient user = http.withToken(token(clients, "dave"));
        for (String path : List.of("/api/connections/online", "/api/bans", "/api/system/config", "/api/system/audit")) {
            assertThat(http.get(path).status()).as(path).isEqualTo(401);
            assertThat(user.get(path).status()).as(path).isEqualTo(403);
        }
        assertThat(http.post("/api/connections/kick", kick).status()).isEqualTo(401);
        assertThat(user.post("/api/connections/kick", kick).status()).isEqualTo(403);
        assertThat(bob.request(3001, "{}").code()).isEqualTo(200);

        TestHttpClient administrator = http.withToken(token(clients, "root"));
        assertThat(administrator.post("/api/connections/kick", kick).status()).isEqualTo(200);
        assertThat(bob.closeCode()).isEqualTo(4410);
    }

    private static String token(GatewayClients clients, String user) {
        return clients.httpLogin(user, "k").text("token");
    }

    private static void carolTalksOverEvents(GatewayClients clients, InetSocketAddress address, TestClient alice) {
        String token = clients.httpLogin("carol", "c").text("token");
        EventChannel channel = EventChannel.open(address, "/api/events", Map.of("Authorization", "Bearer " + token));
        TestClient carol = TestClient.over(channel);
        assertThat(carol.next(1002).code()).isEqualTo(200);
        assertThat(carol.request(2001, "{\"to_user\":\"alice\",\"content\":\"hi\"}")
                        .code())
                .isEqualTo(200);
        assertThat(alice.next(2003).text("content")).isEqualTo("hi");
        alice.request(2001, "{\"to_user\":\"carol\",\"content\":\"" + "y".repeat(60_000) + "\"}")
                .expect(200);
        assertThat(carol.next(2003).text("content")).hasSize(60_000);
        carol.vanish();
        alice.request(2001, "{\"to_user\":\"carol\",\"content\":\"later\"}").expect(200);
        TestClient back = TestClient.over(EventChannel.open(
                address,
                "/api/events",
                Map.of("Authorization", "Bearer " + token, "Last-Event-ID", channel.lastEventId())));
        assertThat(back.next(2003).text("content")).isEqualTo("later");
        back.close();
    }

    @ParameterizedTest
    @CsvSource({"README.md, TomcatHost, tomcat", "README.md, JettyHost, jetty"})
    void theReadmeShowsTheCompiledLines(String readme, String source, String name) throws IOException {
        Path sources = Path.of("src/test/java", getClass().getPackageName().replace('.', '/'));
        Matcher lines = Pattern.compile("(?s) *// snippet: " + name + "\n(.*?) *// end")
                .matcher(Files.readString(sources.resolve(source + ".java")));
        assertThat(lines.find()).isTrue();
        assertThat(Files.readString(ROOT.resolve("gateway-transport-jakarta").resolve(readme)))
                .contains("```java\n" + lines.group(1).stripTrailing().stripIndent() + "\n```\n");
    }
}
