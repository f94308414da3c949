package io.mychat.gateway.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@GatewayTest(
        transport = GatewayTest.Transport.SOCKETS,
        lifetime = GatewayTest.Lifetime.CLASS,
        clock = GatewayTest.Clock.REAL)
class OneGatewayForAClassTest {

    private static GatewayServer first;

    @GatewaySetup
    static void handlers(GatewayBuilder builder) {
        builder.handler(5001, (message, context) -> Reply.ok("{\"ok\":true}"));
    }

    @BeforeAll
    static void begin(GatewayServer server) {
        first = server;
    }

    @Test
    void aClientTalksOverASocket(@Client("alice") TestClient alice, GatewayServer server) {
        assertSame(first, server);
        alice.request(5001, "{}").expect(200);
    }

    @Test
    void clientsOfTheMethodBeforeAreGone(@Client("alice") TestClient alice, LiveGateway gateway) {
        alice.request(5001, "{}").expect(200);
        assertSame(first, gateway.server());
        assertEquals(1, gateway.server().sessions().sessionsOf("alice").size());
    }

    @Test
    void theHttpApiIsOnAPort(TestHttpClient http) {
        assertEquals("healthy", http.get("/api/system/health").expect(200).text("status"));
        http.delete("/api/bans/nobody").expect(401);
    }

    @Nested
    class Inside {

        @Test
        void nestedClassesShareIt(GatewayServer server) {
            assertSame(first, server);
        }
    }
}
