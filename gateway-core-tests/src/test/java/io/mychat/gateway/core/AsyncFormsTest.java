package io.mychat.gateway.core;

import static io.mychat.gateway.testkit.TestClient.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.RouteConfig;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.chat.MessageArchive;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The calls of a host that wait, on other threads. */
class AsyncFormsTest {

    private static GatewayServer server(String node) {
        return GatewayServer.builder()
                .tokens(new FakeTokens(new ManualTime()))
                .webSocketTransport(new InMemoryTransport(new ManualTime()))
                .withoutHttp()
                .setting("server.drain_seconds", 0)
                .plugin(context -> {
                    if (node.equals("bad")) {
                        throw new IOException("no licence");
                    }
                })
                .build();
    }

    @Test
    void aGatewayStartsAndStopsOnOtherThreads() {
        GatewayServer server = server("good");

        assertThat(server.startAsync()).succeedsWithin(PATIENCE);
        assertThat(server.isRunning()).isTrue();
        assertThat(server.stopAsync()).succeedsWithin(PATIENCE);
        assertThat(server.isRunning()).isFalse();

        assertThat(server("bad").startAsync())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(ConfigException.class)
                .withMessageContaining("no licence");
    }

    @Test
    void routesAndTheArchiveHaveAsynchronousForms() {
        try (TestGateway gateway = TestGateway.start(builder ->
                builder.handler(HandlerDefinition.blocking("mine", (message, context) -> Reply.ok("\"here\""))
                        .command(5001)
                        .build()))) {
            Guest alice = gateway.login("alice", "web", "a");
            alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);

            assertThat(gateway.server.putRouteAsync(CommandRange.single(7000), RouteConfig.toHandler("mine")))
                    .succeedsWithin(PATIENCE);
            assertThat(alice.request(7000, "{}").data().textValue()).isEqualTo("here");
            assertThat(gateway.server.putRouteAsync(CommandRange.single(7001), RouteConfig.toHandler("nobody")))
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IllegalArgumentException.class);
            assertThat(gateway.server.removeRouteAsync(CommandRange.single(7000)))
                    .succeedsWithin(PATIENCE)
                    .isEqualTo(true);

            assertThat(gateway.server.withArchiveAsync(archive ->
                            archive.chats(MessageArchive.FIRST, 10).chats().size()))
                    .succeedsWithin(PATIENCE)
                    .isEqualTo(1);
            assertThat(gateway.server.withArchiveAsync(archive -> {
                        throw new IOException("disk full");
                    }))
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IOException.class);
        }
    }
}
