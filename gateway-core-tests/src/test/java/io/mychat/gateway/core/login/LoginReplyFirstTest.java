package io.mychat.gateway.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.testkit.TestMessage;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The reply to 1001 or 1002 is the first thing that a bound session is sent (protocol.md 1.1). */
class LoginReplyFirstTest {

    private static final String LOGIN =
            "{\"cmd_id\":1001,\"platform\":\"web\",\"data\":{\"username\":\"alice\",\"password\":\"correct horse\"}}";

    private final AtomicReference<@Nullable GatewayServer> server = new AtomicReference<>();

    @Test
    void aPushOfALoginListenerFollowsTheReply() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.listener(greeting(2)))) {
            server.set(gateway.server);
            Guest alice = gateway.connect();

            alice.client().sendRaw(LOGIN);

            assertThat(next(alice, 3)).extracting(TestMessage::cmdId).containsExactly(1001L, 4001L, 4001L);
        }
    }

    @Test
    void aPushOfALoginListenerFollowsTheReplyToATokenToo() {
        try (TestGateway gateway = TestGateway.start(builder -> builder.listener(greeting(1)))) {
            server.set(gateway.server);
            String token =
                    gateway.bearer("alice").getOrDefault("Authorization", "").substring("Bearer ".length());
            Guest alice = gateway.connect();

            alice.client().sendRaw("{\"cmd_id\":1002,\"data\":{\"token\":\"" + token + "\"}}");

            assertThat(next(alice, 2)).extracting(TestMessage::cmdId).containsExactly(1002L, 4001L);
        }
    }

    @Test
    void theOutboundLimitHoldsBehindAPendingReply() {
        GatewayListener flood = event -> {
            if (event instanceof GatewayEvent.LoginSucceeded) {
                String large = "\"" + "x".repeat(5000) + "\"";
                AtomicInteger taken = new AtomicInteger();
                IntStream.range(0, 100)
                        .filter(i -> server().pushMessageToUser("alice", large))
                        .forEach(i -> taken.incrementAndGet());
                assertThat(taken).hasValueLessThan(20);
            }
        };
        try (TestGateway gateway = TestGateway.start(builder ->
                builder.setting("processing.max_outbound_bytes", 65_536).listener(flood))) {
            server.set(gateway.server);
            Guest alice = gateway.connect();

            alice.client().sendRaw(LOGIN);

            assertThat(alice.client().closeCode()).isEqualTo(4430);
        }
    }

    /** Somebody pushes all the time while alice logs in. */
    @RepeatedTest(50)
    void noPushOvertakesTheReplyAndTheyKeepTheirOrder() throws InterruptedException {
        try (TestGateway gateway = TestGateway.start()) {
            AtomicBoolean over = new AtomicBoolean();
            Thread pusher = new Thread(() -> {
                for (int i = 0; !over.get(); ) {
                    i += gateway.server.pushMessageToUser("alice", "{\"n\":" + i + "}") ? 1 : 0;
                    over.compareAndSet(false, i == 20);
                }
            });
            pusher.start();
            try {
                Guest alice = gateway.connect();
                alice.client().sendRaw(LOGIN);

                List<TestMessage> messages = next(alice, 21);
                assertThat(messages.get(0).cmdId()).isEqualTo(1001);
                assertThat(messages.stream().skip(1))
                        .extracting(message -> message.data().path("n").intValue())
                        .containsExactlyElementsOf(
                                IntStream.range(0, 20).boxed().toList());
            } finally {
                over.set(true);
                pusher.join();
            }
        }
    }

    private GatewayServer server() {
        return Objects.requireNonNull(server.get());
    }

    private GatewayListener greeting(int times) {
        return event -> {
            if (event instanceof GatewayEvent.LoginSucceeded) {
                for (int i = 0; i < times; i++) {
                    assertThat(server().pushMessageToUser("alice", "{\"hello\":true}"))
                            .isTrue();
                }
            }
        };
    }

    private static List<TestMessage> next(Guest guest, int count) {
        return Stream.generate(() -> guest.client().next()).limit(count).toList();
    }
}
