package io.mychat.gateway.core.connection;

import static io.mychat.gateway.core.testing.TestGateway.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection from its opening to its end, protocol.md 1.2. */
class LifeCycleTest {

    private static final String HEARTBEAT = "{\"cmd_id\":3001}";

    private final TestGateway gateway = TestGateway.start(builder -> builder.setting("auth.max_failed_attempts", 3)
            .setting("security.failed_logins_per_minute", java.util.Map.of("user_and_address", 0))
            .handler(HandlerDefinition.blocking("for admins, public", (message, context) -> Reply.ok())
                    .command(9002)
                    .sensitivity(Sensitivity.PUBLIC)
                    .role("admin")
                    .build()));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void beforeTheLoginEveryOtherCommandIs401UnknownOnesToo() {
        Guest guest = gateway.connect();

        for (long cmdId : List.of(1003L, 1004L, 1005L, 2001L, 2002L, 2003L, 2004L, 3001L, 4001L, 7777L)) {
            TestMessage refused = guest.request(cmdId, "{}");
            assertThat(refused.code()).as("command %d", cmdId).isEqualTo(401);
            assertThat(refused.cmdId()).isEqualTo(cmdId);
            assertThat(refused.error()).isEqualTo("not_authenticated");
        }
        assertThat(guest.connection().isOpen()).isTrue();
    }

    @Test
    void aPublicCommandThatAsksForARoleIsNotForStrangers() {
        assertThat(gateway.connect().request(9002, "{}").code()).isEqualTo(401);
        assertThat(gateway.login("alice", "web", "w").request(9002, "{}").code())
                .isEqualTo(403);
        assertThat(gateway.login("root", "web", "w").request(9002, "{}").code()).isEqualTo(200);
    }

    @Test
    void afterTheLoginAnUnknownCommandIs404() {
        Guest alice = gateway.login("alice", "web", "w");

        TestMessage refused = alice.request(7777, "{}");

        assertThat(refused.code()).isEqualTo(404);
        assertThat(refused.error()).isEqualTo("unknown_command");
    }

    @Test
    void whoDoesNotLogInInTimeIsToldAndClosedWith4408() {
        Guest guest = gateway.connect();
        gateway.advance(Duration.ofMillis(29_999));
        assertThat(guest.raw(HEARTBEAT).code()).isEqualTo(401);

        gateway.advance(Duration.ofMillis(1));

        assertThat(guest.client().next(4003).text("reason")).isEqualTo("auth_timeout");
        assertThat(guest.client().closeCode()).isEqualTo(4408);
    }

    @Test
    void aLoginCancelsTheAuthenticationTimer() {
        Guest alice = gateway.login("alice", "web", "w");

        gateway.advance(Duration.ofMinutes(5));

        assertThat(alice.raw(HEARTBEAT).code()).isEqualTo(200);
    }

    @Test
    void tooManyFailedAttemptsCloseWith4401() {
        Guest guest = gateway.connect();
        assertThat(guest.client().login("alice", "wrong", "web", "w").code()).isEqualTo(401);
        assertThat(guest.request(1002, "{\"token\":\"forged\"}").code()).isEqualTo(401);
        assertThat(guest.connection().isOpen()).isTrue();

        assertThat(guest.client().login("alice", "wrong", "web", "w").code()).isEqualTo(401);

        assertThat(guest.client().closeCode()).isEqualTo(4401);
    }

    @Test
    void fewerFailuresThanThatDoNotMatterOnceTheLoginSucceeds() {
        Guest guest = gateway.connect();
        guest.client().login("alice", "wrong", "web", "w");
        guest.client().login("alice", "wrong", "web", "w");

        assertThat(guest.client()
                        .login("alice", TestGateway.PASSWORD, "web", "w")
                        .code())
                .isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            assertThat(guest.client().verify("forged").code()).isEqualTo(401);
        }
        assertThat(guest.connection().isOpen()).isTrue();
    }

    @Test
    void aSilentSessionIsClosedWith4409AfterItsOwnPlatformsTimeout() {
        Guest web = gateway.login("alice", "web", "w");
        Guest phone = gateway.login("alice", "android", "p");

        gateway.advance(Duration.ofSeconds(1799));
        assertThat(web.connection().isOpen()).isTrue();
        gateway.advance(Duration.ofSeconds(1));

        assertThat(web.client().next(4003).text("reason")).isEqualTo("idle");
        assertThat(web.client().closeCode()).isEqualTo(4409);
        gateway.advance(Duration.ofSeconds(1799));
        assertThat(phone.connection().isOpen()).isTrue();
        gateway.advance(Duration.ofSeconds(1));
        assertThat(phone.client().closeCode()).isEqualTo(4409);
    }

    @Test
    void messagesAndPingsAreActivityAndPongsAreNot() {
        Guest speaks = gateway.login("a", "web", "w");
        Guest pings = gateway.login("b", "web", "w");
        Guest pongs = gateway.login("c", "web", "w");
        gateway.advance(Duration.ofSeconds(1000));

        assertThat(speaks.raw(HEARTBEAT).code()).isEqualTo(200);
        pings.connection().ping();
        pongs.connection().pong();
        gateway.sockets.settle();
        gateway.advance(Duration.ofSeconds(1000));

        assertThat(speaks.connection().isOpen()).isTrue();
        assertThat(pings.connection().isOpen()).isTrue();
        assertThat(pings.connection().pongsReceived()).isEqualTo(1);
        assertThat(pongs.client().closeCode()).isEqualTo(4409);
        gateway.advance(Duration.ofSeconds(800));
        assertThat(speaks.client().closeCode()).isEqualTo(4409);
        assertThat(pings.client().closeCode()).isEqualTo(4409);
    }

    @Test
    void aSilentPeerIsPingedAndLivesAsLongAsItAnswers() {
        Guest alice = gateway.login("alice", "web", "w");

        gateway.advance(Duration.ofSeconds(29));
        assertThat(alice.connection().pingsReceived()).isZero();
        for (int pinged = 1; pinged <= 10; pinged++) {
            gateway.advance(Duration.ofSeconds(1));
            assertThat(alice.connection().pingsReceived()).isEqualTo(pinged);
            gateway.advance(Duration.ofSeconds(29));
        }

        assertThat(alice.connection().isOpen()).isTrue();
    }

    @Test
    void aPeerThatSendsNeedsNoPing() {
        Guest alice = gateway.login("alice", "web", "w");

        for (int i = 0; i < 10; i++) {
            gateway.advance(Duration.ofSeconds(20));
            assertThat(alice.raw(HEARTBEAT).code()).isEqualTo(200);
        }

        assertThat(alice.connection().pingsReceived()).isZero();
    }

    @Test
    void aPeerThatIsGoneIsClosedWith4409WhenItsPongIsDue() {
        Guest alice = gateway.login("alice", "web", "w");
        alice.connection().becomeUnresponsive();

        gateway.advance(Duration.ofSeconds(49));
        assertThat(alice.connection().isOpen()).isTrue();
        gateway.advance(Duration.ofSeconds(1));

        assertThat(alice.client().closeCode()).isEqualTo(4409);
        gateway.advance(Duration.ofSeconds(5));
        assertThat(gateway.sockets.openConnections()).isZero();
        await().untilAsserted(() -> assertThat(gateway.sessionsOf("alice")).isEmpty());
    }

    @Test
    void anythingThatComesBackAnswersAPing() {
        Guest alice = gateway.login("alice", "web", "w");
        alice.connection().becomeUnresponsive();
        gateway.advance(Duration.ofSeconds(40));

        assertThat(alice.raw(HEARTBEAT).code()).isEqualTo(200);
        gateway.advance(Duration.ofSeconds(29));

        assertThat(alice.connection().isOpen()).isTrue();
        alice.connection().vanish();
    }

    @Test
    void theEndOfATokenIsAnnouncedAMinuteAheadAndThenCloses() {
        gateway.tokens.life(Duration.ofMinutes(10));
        Guest alice = gateway.login("alice", "web", "w");

        gateway.advance(Duration.ofSeconds(539));
        assertThat(alice.client().takeAll()).isEmpty();
        gateway.advance(Duration.ofSeconds(1));
        assertThat(alice.client().next(4004).data().path("expires_in").intValue())
                .isEqualTo(60);
        gateway.advance(Duration.ofSeconds(59));
        assertThat(alice.raw(HEARTBEAT).code()).isEqualTo(200);
        gateway.advance(Duration.ofSeconds(1));

        assertThat(alice.client().next(4003).text("reason")).isEqualTo("token_expired");
        assertThat(alice.client().closeCode()).isEqualTo(4401);
        assertThat(alice.client().takeAll()).isEmpty();
    }

    @Test
    void aShortTokenIsAnnouncedAtHalfOfItsLife() {
        gateway.tokens.life(Duration.ofSeconds(40));
        Guest alice = gateway.login("alice", "web", "w");

        gateway.advance(Duration.ofSeconds(20));

        assertThat(alice.client().next(4004).data().path("expires_in").intValue())
                .isEqualTo(20);
    }

    @Test
    void aTokenOfMoreThanAMinuteIsAnnouncedAMinuteAhead() {
        gateway.tokens.life(Duration.ofSeconds(75));
        Guest alice = gateway.login("alice", "web", "w");

        gateway.advance(Duration.ofSeconds(15));

        assertThat(alice.client().next(4004).data().path("expires_in").intValue())
                .isEqualTo(60);
    }

    @Test
    void aTokenThatEndsEarlierShortensNothing() {
        gateway.tokens.life(Duration.ofMinutes(10));
        Guest alice = gateway.login("alice", "web", "w");
        Instant sooner = gateway.time.now().plusSeconds(30);

        TestMessage reply =
                alice.client().verify(gateway.tokens.foreign(user("alice"), new DeviceKey("web", "w"), sooner));

        assertThat(reply.code()).isEqualTo(200);
        gateway.advance(Duration.ofSeconds(500));
        assertThat(alice.client().takeAll()).isEmpty();
        assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
    }

    @Test
    void aClientThatTheGatewayDoesNotReadIsNotCalledIdle() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        gateway.server.registerMessageHandler(HandlerDefinition.blocking("slow", (message, context) -> {
                    started.countDown();
                    released.await();
                    return Reply.ok();
                })
                .command(7001)
                .timeout(Duration.ofMinutes(10))
                .build());
        Guest alice = gateway.login("alice", "web", "w");
        alice.client().send(7001, "{}");
        started.await();
        for (int i = 0; i < 70; i++) {
            alice.client().send(3001, "{}");
        }
        gateway.sockets.settle();

        gateway.advance(Duration.ofMinutes(5));
        released.countDown();

        for (int i = 0; i < 70; i++) {
            assertThat(alice.client().next(3001).code()).isEqualTo(200);
        }
    }

    @Test
    void aNewerTokenExtendsTheSession() {
        gateway.tokens.life(Duration.ofMinutes(10));
        Guest alice = gateway.login("alice", "web", "w");
        gateway.advance(Duration.ofSeconds(550));
        alice.client().next(4004);

        Instant later = gateway.time.now().plusSeconds(600);
        TestMessage reply =
                alice.client().verify(gateway.tokens.foreign(user("alice"), new DeviceKey("web", "w"), later));

        assertThat(reply.code()).isEqualTo(200);
        assertThat(reply.data().path("expires_in").intValue()).isEqualTo(600);
        gateway.advance(Duration.ofSeconds(539));
        assertThat(alice.client().takeAll()).isEmpty();
        gateway.advance(Duration.ofSeconds(1));
        assertThat(alice.client().next(4004).data().path("expires_in").intValue())
                .isEqualTo(60);
        gateway.advance(Duration.ofSeconds(60));
        assertThat(alice.client().closeCode()).isEqualTo(4401);
    }

    @Test
    void aTokenThatHardlyEverEndsIsAToken() {
        Guest guest = gateway.connect();
        Instant farAway = Instant.parse("9999-12-31T23:59:59Z");

        TestMessage reply =
                guest.client().verify(gateway.tokens.foreign(user("alice"), new DeviceKey("web", "w"), farAway));

        assertThat(reply.code()).isEqualTo(200);
        gateway.advance(Duration.ofSeconds(100));
        assertThat(guest.raw(HEARTBEAT).code()).isEqualTo(200);
    }

    @Test
    void aClientThatLeavesFreesItsSeatAndItsTimers() {
        int timersOfNobody = gateway.time.pendingTimers();
        Guest polite = gateway.login("alice", "web", "w");
        Guest gone = gateway.login("bob", "web", "w");

        polite.client().close();
        gone.connection().vanish();

        await().untilAsserted(() -> {
            assertThat(gateway.sessionsOf("alice")).isEmpty();
            assertThat(gateway.sessionsOf("bob")).isEmpty();
        });
        assertThat(gateway.sockets.openConnections()).isZero();
        assertThat(gateway.time.pendingTimers()).isEqualTo(timersOfNobody);
        assertThat(gateway.server.onlineCount()).isZero();
    }
}
