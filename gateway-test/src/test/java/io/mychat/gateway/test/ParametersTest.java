package io.mychat.gateway.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@GatewayTest(settings = {"auth.session_timeout_seconds=7", "server.node_id=solo"})
class ParametersTest {

    private static final List<GatewayServer> SEEN = new ArrayList<>();

    private LiveGateway fromBeforeEach;

    @GatewaySetup
    static void restricted(GatewayBuilder builder) {
        builder.handler(HandlerDefinition.blocking("audit", (message, context) -> Reply.ok())
                        .command(5001)
                        .build())
                .setting("routes.5001", Map.of("handler", "audit", "roles", List.of("auditor")));
    }

    @GatewaySetup
    void clock(GatewayBuilder builder, ManualTime time) {
        builder.handler(5002, (message, context) -> Reply.ok("{\"now\":\"" + time.now() + "\"}"));
    }

    @BeforeEach
    void takesTheGateway(LiveGateway gateway) {
        fromBeforeEach = gateway;
    }

    @Test
    void allParametersBelongToOneGateway(
            LiveGateway gateway, GatewayServer server, ManualTime time, TestHttpClient http) {
        assertSame(fromBeforeEach, gateway);
        assertSame(server, gateway.server());
        assertSame(time, gateway.time());
        assertEquals("healthy", http.get("/api/system/health").expect(200).text("status"));
        SEEN.add(server);
    }

    @Test
    void eachMethodHasItsOwnGateway(GatewayServer server) {
        SEEN.forEach(other -> assertNotSame(other, server));
        SEEN.add(server);
    }

    @Test
    void rolesAreGrantedByTheAnnotation(
            @Client(value = "alice", roles = "auditor") TestClient alice, @Client("bob") TestClient bob) {
        alice.request(5001, "{}").expect(200);
        bob.request(5001, "{}").expect(403);
    }

    @Test
    void aClientWithoutAUserIsOnlyConnected(@Client TestClient stranger, ManualTime time) {
        stranger.request(5002, "{}").expect(401);
        time.advance(Duration.ofSeconds(8));
        assertEquals(4408, stranger.closeCode());
    }

    @Test
    void handlersSeeTheClockOfTheTest(@Client("alice") TestClient alice, LiveGateway gateway) {
        gateway.advance(Duration.ofMinutes(3));
        assertEquals(
                gateway.time().now().toString(),
                alice.request(5002, "{}").expect(200).text("now"));
    }

    @Test
    void clientsOfOneUserAreOnSeveralDevices(
            @Client(value = "alice", platform = "ios", device = "phone") TestClient phone,
            @Client(value = "alice", platform = "desktop") TestClient desktop,
            GatewayServer server) {
        assertEquals(2, server.sessions().pushToUser("alice", "{\"badge\":1}"));
        assertEquals(1, phone.next(4001).data().path("badge").asInt());
        assertEquals(1, desktop.next(4001).data().path("badge").asInt());
    }

    @Test
    void aWrongPasswordIsRefused(LiveGateway gateway) {
        AssertionError error = assertThrows(AssertionError.class, () -> gateway.login("alice", "wrong", "web", ""));
        assertTrue(String.valueOf(error.getMessage()).startsWith("the login of alice on web was refused: {"));
    }

    @Nested
    class WithAnotherHandler {

        @GatewaySetup
        void another(GatewayBuilder builder) {
            builder.handler(5003, (message, context) -> Reply.ok("{\"nested\":true}"));
        }

        @Test
        void nestedClassesAddToTheSetup(@Client("alice") TestClient alice) {
            alice.request(5002, "{}").expect(200);
            assertTrue(
                    alice.request(5003, "{}").expect(200).data().path("nested").asBoolean());
        }
    }
}
