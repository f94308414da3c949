package io.mychat.gateway.core.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands may have handlers of one's own, the end of protocol.md 1.3; routes to them. */
class RegistrationTest {

    @ParameterizedTest
    @ValueSource(longs = {1001, 1050, 1099, 2003, 2004, 2005, 2099, 3001, 3099, 4001, 4099})
    void reservedCommandsStayWithTheGateway(long cmdId) {
        try (TestGateway gateway = TestGateway.start()) {
            assertThatThrownBy(() -> gateway.server.registerMessageHandler(cmdId, (message, context) -> Reply.ok()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Long.toString(cmdId));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1000, 1100, 2001, 2002, 3000, 4100, 4_294_967_295L})
    void allOthersMayBeTakenOnceAlsoWhileTheGatewayRuns(long cmdId) {
        try (TestGateway gateway = TestGateway.start()) {
            Guest alice = gateway.login("alice", "web", "w");
            gateway.server.registerMessageHandler(cmdId, (message, context) -> Reply.ok("{\"mine\":true}"));

            assertThat(alice.request(cmdId, "{}").data().path("mine").booleanValue())
                    .isTrue();
            assertThatThrownBy(() -> gateway.server.registerMessageHandler(
                            HandlerDefinition.blocking("second", (message, context) -> Reply.ok())
                                    .command(cmdId)
                                    .build()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aRouteChangesTheTermsOfItsHandler() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.handler(
                        HandlerDefinition.blocking("orders", (message, context) -> Reply.ok())
                                .build())
                .setting("routes.6000-6099.handler", "orders")
                .setting("routes.6005.handler", "orders")
                .setting("routes.6005.roles", java.util.List.of("admin")))) {
            Guest alice = gateway.login("alice", "web", "w");

            assertThat(alice.request(6000, "{}").code()).isEqualTo(200);
            assertThat(alice.request(6099, "{}").code()).isEqualTo(200);
            assertThat(alice.request(6100, "{}").code()).isEqualTo(404);
            assertThat(alice.request(5999, "{}").code()).isEqualTo(404);
            assertThat(alice.request(6005, "{}").code()).isEqualTo(403);
            assertThat(gateway.login("root", "web", "w").request(6005, "{}").code())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRouteToAHandlerThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> TestGateway.start(builder -> builder.setting("routes.6000.handler", "missing")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missing");
    }
}
