package io.mychat.gateway.core.login;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.testkit.TestMessage;
import org.junit.jupiter.api.Test;

/** Seats: kicks, take-overs, limits, and the commands for one's own devices. */
class DeviceSeatsTest extends LoginFixture {

    @Test
    void theSecondWebLoginKicksTheFirst() {
        Guest first = gateway.login("alice", "web", "w1");

        gateway.login("alice", "web", "w2");

        assertThat(first.client().next(4003).text("reason")).isEqualTo("kicked");
        assertThat(first.client().closeCode()).isEqualTo(4410);
        assertThat(gateway.sessionsOf("alice"))
                .extracting(s -> s.device().deviceId())
                .containsExactly("w2");
    }

    @Test
    void aKickedUsersTokenIsStillGood() {
        Guest first = gateway.connect();
        String token = first.client().login("alice", PASSWORD, "web", "w1").text("token");
        gateway.login("alice", "web", "w2");
        assertThat(first.client().closeCode()).isEqualTo(4410);

        assertThat(gateway.connect().client().verify(token).code()).isEqualTo(200);
    }

    @Test
    void theSameDeviceTakesOverQuietly() {
        Guest other = gateway.login("alice", "android", "b");
        Guest first = gateway.login("alice", "android", "a");
        other.client().next(4002);

        gateway.login("alice", "android", "a");

        assertThat(first.client().next(4003).text("reason")).isEqualTo("replaced");
        assertThat(first.client().closeCode()).isEqualTo(4411);
        assertThat(gateway.sessionsOf("alice")).hasSize(2);
        assertThat(other.request(3001, "{}").code()).isEqualTo(200);
        assertThat(other.client().takeAll()).isEmpty();
    }

    @Test
    void threePhonesMayBeLoggedInAndTheFourthKicksTheOldest() {
        Guest a = gateway.login("alice", "android", "a");
        Guest b = gateway.login("alice", "android", "b");
        gateway.login("alice", "android", "c");
        gateway.login("alice", "ios", "a");
        assertThat(a.connection().isOpen()).isTrue();

        gateway.login("alice", "android", "d");

        assertThat(a.client().closeCode()).isEqualTo(4410);
        assertThat(b.connection().isOpen()).isTrue();
        assertThat(gateway.sessionsOf("alice"))
                .extracting(Session::device)
                .containsExactly(
                        new DeviceKey("android", "b"),
                        new DeviceKey("android", "c"),
                        new DeviceKey("ios", "a"),
                        new DeviceKey("android", "d"));
    }

    @Test
    void othersAreToldOfANewLoginWhereItsPlatformSaysSo() {
        Guest web = gateway.login("alice", "web", "w");
        Guest bob = gateway.login("bob", "web", "w");

        Guest phone = gateway.login("alice", "android", "p");

        TestMessage notice = web.client().next(4002);
        assertThat(notice.text("platform")).isEqualTo("android");
        assertThat(notice.text("device_id")).isEqualTo("p");
        assertThat(notice.text("ip")).isEqualTo("127.0.0.1");
        assertThat(notice.text("login_at")).isEqualTo("2025-01-08T10:30:00.000Z");
        gateway.login("alice", "desktop", "d");
        assertThat(phone.request(3001, "{}").code()).isEqualTo(200);
        assertThat(phone.client().takeAll()).isEmpty();
        assertThat(bob.client().takeAll()).isEmpty();
    }

    @Test
    void aLogOutRevokesTheDevicesTokensAndCloses() {
        Guest alice = gateway.connect();
        String token = alice.client().login("alice", PASSWORD, "web", "w").text("token");
        Guest phone = gateway.login("alice", "ios", "p");

        assertThat(alice.request(1003, "{}").code()).isEqualTo(200);

        assertThat(alice.client().closeCode()).isEqualTo(4401);
        TestMessage refused = gateway.connect().client().verify(token);
        assertThat(refused.code()).isEqualTo(401);
        assertThat(refused.error()).isEqualTo("token_revoked");
        assertThat(phone.request(3001, "{}").code()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(gateway.sessionsOf("alice")).hasSize(1));
    }

    @Test
    void myDevicesAreListedWithTheCurrentOne() {
        Guest web = gateway.login("alice", "web", "w");
        gateway.login("alice", "desktop", "d");
        gateway.login("bob", "web", "w");

        TestMessage reply = web.request(1004, "{}");

        assertThat(reply.data().path("devices")).hasSize(2);
        assertThat(reply.data().at("/devices/0/platform").textValue()).isEqualTo("web");
        assertThat(reply.data().at("/devices/0/device_id").textValue()).isEqualTo("w");
        assertThat(reply.data().at("/devices/0/current").booleanValue()).isTrue();
        assertThat(reply.data().at("/devices/0/ip").textValue()).isEqualTo("127.0.0.1");
        assertThat(reply.data().at("/devices/0/login_at").textValue()).isEqualTo("2025-01-08T10:30:00.000Z");
        assertThat(reply.data().at("/devices/1/platform").textValue()).isEqualTo("desktop");
        assertThat(reply.data().at("/devices/1/current").booleanValue()).isFalse();
        assertThat(reply.data().at("/devices/1/session_id").textValue())
                .isEqualTo(gateway.sessionsOf("alice").get(1).id());
    }

    @Test
    void oneOfMyDevicesCanBeDropped() {
        Guest web = gateway.login("alice", "web", "w");
        Guest phone = gateway.connect();
        String token = phone.client().login("alice", PASSWORD, "ios", "p").text("token");
        gateway.login("bob", "ios", "p");
        String drop = "{\"platform\":\"ios\",\"device_id\":\"p\"}";

        assertThat(web.request(1005, drop).data().path("kicked").intValue()).isEqualTo(1);

        assertThat(phone.client().next(4003).text("reason")).isEqualTo("kicked");
        assertThat(phone.client().closeCode()).isEqualTo(4410);
        assertThat(gateway.connect().client().verify(token).error()).isEqualTo("token_revoked");
        assertThat(gateway.sessionsOf("bob")).hasSize(1);
        assertThat(web.request(1005, drop).data().path("kicked").intValue()).isZero();
        assertThat(web.request(1005, "{\"platform\":\"ios\"}").code()).isEqualTo(400);
    }

    @Test
    void theOwnDeviceCanBeDroppedTooAndIsAnsweredFirst() {
        Guest web = gateway.login("alice", "web", "w");

        TestMessage reply = web.request(1005, "{\"platform\":\"web\",\"device_id\":\"w\"}");

        assertThat(reply.data().path("kicked").intValue()).isEqualTo(1);
        assertThat(web.client().closeCode()).isEqualTo(4410);
    }

    @Test
    void whereNobodyMakesRoomALoginIs403AndHarmsNobody() {
        try (TestGateway strict =
                TestGateway.start(builder -> builder.setting("platforms.desktop.when_full", "reject"))) {
            Guest first = strict.login("alice", "desktop", "a");
            strict.login("alice", "desktop", "b");
            Guest third = strict.connect();

            TestMessage refused = third.client().login("alice", PASSWORD, "desktop", "c");

            assertThat(refused.code()).isEqualTo(403);
            assertThat(refused.error()).isEqualTo("no_free_seat");
            assertThat(refused.envelope().has("user_id")).isFalse();
            assertThat(first.request(3001, "{}").code()).isEqualTo(200);
            assertThat(third.request(3001, "{}").code()).isEqualTo(401);
            first.client().close();
            await().untilAsserted(() -> assertThat(strict.sessionsOf("alice")).hasSize(1));
            assertThat(third.client().login("alice", PASSWORD, "desktop", "c").code())
                    .isEqualTo(200);
        }
    }

    @Test
    void overTheLimitOfOneUsersSessionsALoginIs403() {
        try (TestGateway strict =
                TestGateway.start(builder -> builder.setting("security.max_connections_per_user", 2))) {
            strict.login("alice", "web", "a");
            strict.login("alice", "ios", "a");

            assertThat(strict.connect()
                            .client()
                            .login("alice", PASSWORD, "android", "a")
                            .error())
                    .isEqualTo("no_free_seat");
            strict.login("alice", "web", "b");
        }
    }
}
