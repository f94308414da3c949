package io.mychat.gateway.core.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.event.CloseCause;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.hook.HandshakeHook;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A hook that recognises users by their handshakes. */
class HandshakeHooksTest {

    private static final DeviceKey DEVICE = new DeviceKey("web", "browser");

    private static TestGateway gateway(HookOptions options, HandshakeHook hook, GatewayListener listener) {
        return TestGateway.start(builder ->
                builder.listener(listener).plugin(context -> context.hooks().handshake(options, hook)));
    }

    @Test
    void aRecognisedConnectionIsBoundAsBy1002() {
        HandshakeHook recognises = attempt -> new HandshakeHook.Bind(TestGateway.user("alice"), DEVICE);
        try (TestGateway gateway = gateway(HookOptions.closed(), recognises, event -> {})) {
            Guest alice = gateway.connect();

            TestMessage reply = alice.client().next();

            assertThat(reply.cmdId()).isEqualTo(1002);
            assertThat(reply.code()).isEqualTo(200);
            assertThat(reply.data().path("device_id").asText()).isEqualTo("browser");
            assertThat(reply.data().path("resume").has("epoch")).isTrue();
            assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
            String session = gateway.sessionsOf("alice").get(0).id();
            assertThat(session).isEqualTo(reply.data().path("session_id").asText());

            assertThat(gateway.server.sessions().end(session)).isTrue();
            await().until(() -> gateway.sessionsOf("alice").isEmpty());
            assertThat(gateway.server.sessions().end(session)).isFalse();
        }
    }

    @Test
    void aHookIsAskedForItsHeadersOnce() {
        AtomicInteger asked = new AtomicInteger();
        List<Set<String>> seen = new CopyOnWriteArrayList<>();
        HandshakeHook hook = new HandshakeHook() {
            @Override
            public Verdict onHandshake(Attempt attempt) {
                seen.add(attempt.headers().keySet());
                return new Unknown();
            }

            @Override
            public Set<String> headers() {
                if (asked.incrementAndGet() > 1) {
                    throw new IllegalStateException("asked on the thread of a handshake");
                }
                return Set.of("X-Own");
            }
        };
        try (TestGateway gateway = gateway(HookOptions.closed(), hook, event -> {})) {
            gateway.login("alice", "web", "a");
            gateway.login("bob", "web", "b");

            assertThat(seen).containsExactly(Set.of("X-Own"), Set.of("X-Own"));
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void anUnknownClientLogsInByItselfAfterTheHook() {
        CountDownLatch release = new CountDownLatch(1);
        HandshakeHook slow = attempt -> {
            release.await();
            return new HandshakeHook.Unknown();
        };
        try (TestGateway gateway = gateway(HookOptions.closed(), slow, event -> {})) {
            TestClient alice = gateway.connect().client();
            alice.send(3001, "{}");
            assertThat(gateway.sessionsOf("alice")).isEmpty();
            release.countDown();

            // Read when the hook had decided, and not before.
            assertThat(alice.next().code()).isEqualTo(401);
            assertThat(alice.login("alice", TestGateway.PASSWORD, "web", "w").code())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRefusedAndAnUndecidedConnectionAreClosed() {
        List<CloseCause> causes = new CopyOnWriteArrayList<>();
        GatewayListener listener =
                GatewayListener.of(GatewayEvent.ConnectionClosed.class, closed -> causes.add(closed.cause()));
        try (TestGateway gateway = gateway(HookOptions.closed(), attempt -> new HandshakeHook.Refuse(), listener)) {
            gateway.sockets.connect();
            await().untilAsserted(() -> assertThat(causes).containsExactly(CloseCause.HANDSHAKE_REFUSED));
        }
        causes.clear();
        HandshakeHook stuck = attempt -> {
            new CountDownLatch(1).await();
            return new HandshakeHook.Unknown();
        };
        try (TestGateway gateway = gateway(HookOptions.closed(), stuck, listener)) {
            gateway.sockets.connect();
            gateway.time.advance(Duration.ofSeconds(1));
            await().untilAsserted(() -> assertThat(causes).containsExactly(CloseCause.OVERLOAD));
        }
    }
}
