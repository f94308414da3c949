package io.mychat.gateway.spring.test.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spring.test.GatewayBootTest;
import io.mychat.gateway.test.Client;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

/** A slice has the handlers of an application, in memory, and nothing else of it. */
@GatewayBootTest(properties = "mychat.server.node-id=of-the-test")
@Import(Doubles.class)
class SliceTest {

    @Test
    void aHandlerAnswersClients(@Client("alice") TestClient alice) {
        assertThat(alice.request(5001, "{}").expect(200).text("state")).isEqualTo("packed for alice");
    }

    @Test
    void peopleTalk(@Client("alice") TestClient alice, @Client("bob") TestClient bob) {
        alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}").expect(200);

        assertThat(bob.next(2003).text("content")).isEqualTo("hi");
    }

    @Test
    void theTimeIsTheTests(LiveGateway gateway, ManualTime time, @Client TestClient stranger) {
        Instant before = time.now();

        gateway.advance(Duration.ofMinutes(2));

        assertThat(time.now()).isEqualTo(before.plus(Duration.ofMinutes(2)));
        assertThat(stranger.closeCode()).as("nobody has logged in").isEqualTo(4408);
    }

    @Test
    void onlyWhatTheGatewayNeedsIsThere(@Autowired ApplicationContext context, @Autowired GatewayServer gateway) {
        assertThat(context.getBeansOfType(WebServerFactory.class)).isEmpty();
        assertThat(context.getBeansOfType(Page.class)).isEmpty();
        assertThat(context.getBeansOfType(StoredOrders.class)).isEmpty();
        assertThat(context.getBeansOfType(Users.class)).isEmpty();
        assertThat(gateway.serverStats()).contains("of-the-test");
    }

    @Test
    void clientsOfEarlierTestsAreGone(LiveGateway gateway) {
        gateway.advance(Duration.ofSeconds(1));

        assertThat(gateway.connections()).isZero();
    }

    @Nested
    class Inside {

        @Test
        void nestedClassesHaveTheSliceToo(@Client("carol") TestClient carol) {
            assertThat(carol.request(5001, "{}").expect(200).text("state")).isEqualTo("packed for carol");
        }
    }
}
