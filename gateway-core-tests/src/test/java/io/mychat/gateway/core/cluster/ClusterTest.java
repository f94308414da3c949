package io.mychat.gateway.core.cluster;

import static io.mychat.gateway.core.testing.TestGateway.PASSWORD;
import static io.mychat.gateway.testkit.TestClient.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestCluster;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.LoginOutcome;
import io.mychat.gateway.spi.session.OwnSession;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.testkit.TestMessage;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two gateways on the same stores: what one decides, the other does. */
class ClusterTest {

    private final TestCluster cluster = new TestCluster();
    private final TestGateway one = cluster.node("one");
    private final TestGateway two = cluster.node("two");

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aLoginOnAnotherNodeKicksTheFirst() {
        Guest first = one.login("alice", "web", "a");

        two.login("alice", "web", "b");

        assertThat(first.client().next(4003).text("reason")).isEqualTo("kicked");
        assertThat(first.client().closeCode()).isEqualTo(4410);
        await().untilAsserted(() ->
                assertThat(one.sessionsOf("alice")).extracting(Session::nodeId).containsExactly("two"));
    }

    @Test
    void aKickFromAnotherNodeRevokesATokenOfAnotherIssuer() {
        String token = cluster.foreignToken("alice", new DeviceKey("web", "a"));
        Guest alice = one.connect();
        assertThat(alice.client().verify(token).code()).isEqualTo(200);

        two.http.post(
                "/api/connections/kick",
                two.bearer("root"),
                "{\"user_id\":\"alice\",\"device_id\":\"a\",\"revoke\":true}");

        assertThat(alice.client().closeCode()).isEqualTo(4410);
        await().untilAsserted(() ->
                assertThat(two.connect().client().verify(token).error()).isEqualTo("token_revoked"));
    }

    @Test
    void aSessionOnAnotherNodeIsEndedAndItsTokenStaysValid() {
        String token = cluster.foreignToken("alice", new DeviceKey("web", "a"));
        Guest alice = two.connect();
        assertThat(alice.client().verify(token).code()).isEqualTo(200);
        String session = two.sessionsOf("alice").get(0).id();

        assertThat(one.server.sessions().end(session)).isTrue();

        assertThat(alice.client().next(4003).text("reason")).isEqualTo("session_ended");
        assertThat(alice.client().closeCode()).isEqualTo(4401);
        assertThat(one.server.sessions().endAsync(session))
                .succeedsWithin(PATIENCE)
                .isEqualTo(false);
        assertThat(one.server.sessions().end("no-such-session")).isFalse();
        assertThat(two.connect().client().verify(token).code()).isEqualTo(200);
    }

    @Test
    void theSameDeviceOnAnotherNodeTakesOver() {
        Guest first = one.login("alice", "web", "a");

        two.login("alice", "web", "a");

        assertThat(first.client().next(4003).text("reason")).isEqualTo("replaced");
        assertThat(first.client().closeCode()).isEqualTo(4411);
    }

    @Test
    void othersAreToldOfANewLoginOnAnotherNode() {
        Guest web = one.login("alice", "web", "a");

        two.login("alice", "android", "p");

        TestMessage notice = web.client().next(4002);
        assertThat(notice.text("platform")).isEqualTo("android");
        assertThat(notice.text("device_id")).isEqualTo("p");
        assertThat(notice.text("login_at")).endsWith("Z");
    }

    @Test
    void aPushFindsAllDevicesOnAllNodes() {
        Guest web = one.login("alice", "web", "a");
        Guest phone = two.login("alice", "android", "p");

        assertThat(one.server.sessions().pushToUser("alice", "{\"n\":1}")).isEqualTo(2);
        assertThat(one.server.sessions().pushToDevice("alice", new DeviceKey("android", "p"), "{\"n\":2}"))
                .isEqualTo(1);
        assertThat(two.server.sessions().pushToUser("nobody", "{}")).isZero();

        assertThat(web.client().next(4001).data().path("n").intValue()).isEqualTo(1);
        assertThat(phone.client().next(4001).data().path("n").intValue()).isEqualTo(1);
        assertThat(phone.client().next(4001).data().path("n").intValue()).isEqualTo(2);
    }

    @Test
    void aMessageThatTheBusRepeatsIsPushedOnce() {
        Guest web = one.login("alice", "web", "a");
        Guest phone = two.login("alice", "android", "p");
        cluster.hub().repeat(2);

        for (int i = 1; i <= 3; i++) {
            assertThat(one.server.sessions().pushToUser("alice", "{\"n\":" + i + "}"))
                    .isEqualTo(2);
        }

        for (int i = 1; i <= 3; i++) {
            assertThat(web.client().next(4001).data().path("n").intValue()).isEqualTo(i);
            assertThat(phone.client().next(4001).data().path("n").intValue()).isEqualTo(i);
        }
    }

    @Test
    void aNoticeThatTheBusRepeatsIsToldOnce() {
        Guest web = one.login("alice", "web", "a");
        cluster.hub().repeat(2);

        two.login("alice", "android", "p");
        assertThat(web.client().next(4002).text("platform")).isEqualTo("android");
        two.login("alice", "ios", "i");

        assertThat(web.client().next(4002).text("platform")).isEqualTo("ios");
    }

    @Test
    void aNodeThatDoesNotAnswerCountsAsNoneDelivered() {
        TestGateway impatient =
                cluster.node("three", builder -> builder.setting("processing.cluster_reply_timeout_ms", 300));
        impatient.login("alice", "web", "a");
        two.login("alice", "android", "p");
        cluster.hub().deafen("two");

        assertThat(impatient.server.sessions().pushToUser("alice", "{}")).isEqualTo(1);
    }

    @Test
    void anAnswerToAnotherNodeDoesNotWaitForThoseWhoLeave() throws InterruptedException {
        CountDownLatch leaving = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        cluster.beforeRemoval(() -> {
            leaving.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        TestGateway narrow = cluster.node("three", builder -> builder.setting("processing.housekeeping_threads", 1));
        narrow.login("alice", "android", "p");
        Guest leaver = narrow.login("bob", "web", "b");
        leaver.client().close();
        assertThat(leaving.await(10, TimeUnit.SECONDS)).isTrue();

        try {
            assertThat(one.server.sessions().pushToUser("alice", "{}")).isEqualTo(1);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void messagesReachDevicesOnOtherNodes() {
        Guest alice = one.login("alice", "web", "a");
        Guest phone = two.login("alice", "android", "p");
        Guest bob = two.login("bob", "web", "b");

        for (int i = 0; i < 100; i++) {
            alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"m" + i + "\"}");
        }

        for (int i = 0; i < 100; i++) {
            assertThat(bob.client().next(2003).text("content")).isEqualTo("m" + i);
            assertThat(phone.client().next(2003).text("content")).isEqualTo("m" + i);
        }
    }

    @Test
    void aLogoutOverHttpEndsTheSessionOnItsNode() {
        Guest live = one.connect();
        String token = live.client().login("alice", PASSWORD, "web", "a").text("token");

        int status = two.http
                .post("/api/auth/logout", Map.of("Authorization", "Bearer " + token), "")
                .status();

        assertThat(status).isEqualTo(200);
        assertThat(live.client().next(4003).text("reason")).isEqualTo("token_revoked");
        assertThat(live.client().closeCode()).isEqualTo(4401);
    }

    @Test
    void aKickReachesEveryNode() {
        Guest web = one.login("alice", "web", "a");

        assertThat(two.server.sessions().kick("alice", new DeviceKey("web", "a")))
                .isEqualTo(1);

        assertThat(web.client().closeCode()).isEqualTo(4410);
        assertThat(two.sessionsOf("alice")).isEmpty();
    }

    @Test
    void whatTheStoreFindsLostIsClosed() {
        Guest web = one.login("alice", "web", "a");
        OwnSession own = cluster.owner("one").ownSessions().iterator().next();
        assertThat(own.lastActive()).isEqualTo(one.time.now());

        Session older = own.session().withLoginSeq(own.session().loginSeq() - 1);
        cluster.owner("one").onLost(older, LoginOutcome.Cause.KICKED);
        assertThat(web.request(3001, "{}").code()).as("not this session").isEqualTo(200);

        cluster.owner("one").onLost(own.session(), LoginOutcome.Cause.REPLACED);
        assertThat(web.client().closeCode()).isEqualTo(4411);
        await().untilAsserted(() -> assertThat(one.sessionsOf("alice")).isEmpty());
    }

    @Test
    void aLoserToARestoredSessionClosesOnItsNodeAtOnce() {
        Guest web = one.login("alice", "web", "a");
        Guest phone = one.login("alice", "ios", "p");
        Guest tablet = one.login("bob", "ios", "t");
        Session again = one.sessionsOf("bob").get(0);
        for (Session session : one.sessionsOf("alice")) {
            boolean sameDevice = session.device().platform().equals("web");
            cluster.owner("two").onLost(session, sameDevice ? LoginOutcome.Cause.REPLACED : LoginOutcome.Cause.KICKED);
        }
        cluster.owner("two").onLost(again.withLoginSeq(again.loginSeq() - 1), LoginOutcome.Cause.KICKED);

        assertThat(web.client().next(4003).text("reason")).isEqualTo("replaced");
        assertThat(web.client().closeCode()).isEqualTo(4411);
        assertThat(phone.client().next(4003).text("reason")).isEqualTo("kicked");
        assertThat(phone.client().closeCode()).isEqualTo(4410);
        assertThat(tablet.request(3001, "{}").code()).as("a later login").isEqualTo(200);
    }

    @Test
    void whatTheStoreFindsRevokedIsClosedAsRevoked() {
        Guest web = one.login("alice", "web", "a");

        cluster.owner("one").onLost(one.sessionsOf("alice").get(0), LoginOutcome.Cause.REVOKED);

        assertThat(web.client().next(4003).text("reason")).isEqualTo("token_revoked");
        assertThat(web.client().closeCode()).isEqualTo(4401);
    }

    @Test
    void aSessionRemovedByHandClosesAndItsTokensStay() {
        String token = cluster.foreignToken("alice", new DeviceKey("web", "w"));
        Guest web = one.connect();
        assertThat(web.client().verify(token).code()).isEqualTo(200);

        cluster.owner("one").onLost(one.sessionsOf("alice").get(0), LoginOutcome.Cause.REMOVED);

        assertThat(web.client().next(4003).text("reason")).isEqualTo("session_ended");
        assertThat(web.client().closeCode()).isEqualTo(4401);
        assertThat(one.connect().client().verify(token).code()).isEqualTo(200);
    }

    @Test
    void rubbishOnTheBusHarmsNobody() {
        Guest web = one.login("alice", "web", "a");
        String id = one.sessionsOf("alice").get(0).id();
        long seq = one.sessionsOf("alice").get(0).loginSeq();
        for (String rubbish : new String[] {
            "",
            "x",
            "[]",
            "{}",
            "{\"v\":1}",
            "{\"v\":1,\"type\":\"no such\"}",
            "{\"v\":1,\"type\":\"push\",\"id\":1}",
            "{\"v\":1,\"type\":\"lost\"}",
            "{\"v\":1,\"type\":\"lost\",\"session_id\":null,\"login_seq\":1,\"code\":4410,\"notice\":\"x\"}",
            "{\"v\":0,\"type\":\"lost\",\"session_id\":\"" + id
                    + "\",\"login_seq\":9999999999999999,\"code\":4410,\"notice\":\"x\"}",
            "{\"v\":1,\"type\":\"new_login\",\"session_ids\":[\"" + id
                    + "\"],\"user_id\":\"mallory\",\"platform\":\"web\",\"device_id\":\"d\",\"ip\":\"\","
                    + "\"login_at\":\"yesterday\"}",
            "{\"v\":1,\"type\":\"pushed\",\"id\":7,\"delivered\":1000}",
            lost("99", id, seq),
            lost("\"1\"", id, seq),
            lost("-1", id, seq),
            lost("1.5", id, seq),
            lost("4294967297", id, seq),
        }) {
            cluster.hub().deliver("two", "one", rubbish.getBytes(UTF_8));
        }

        assertThat(web.request(3001, "{}").code()).isEqualTo(200);
        assertThat(web.client().takeAll()).isEmpty();
    }

    private static String lost(String version, String sessionId, long seq) {
        return "{\"v\":" + version + ",\"type\":\"lost\",\"session_id\":\"" + sessionId + "\",\"login_seq\":" + seq
                + ",\"code\":4410,\"notice\":\"x\"}";
    }

    @Test
    void whatANewerReleaseAddsIsIgnored() {
        Guest web = one.login("alice", "web", "a");
        Session session = one.sessionsOf("alice").get(0);

        cluster.hub()
                .deliver(
                        "two",
                        "one",
                        ("{\"v\":2,\"type\":\"lost\",\"more\":{},\"session_id\":\"" + session.id() + "\",\"login_seq\":"
                                        + session.loginSeq() + ",\"code\":4410,\"notice\":\"because\"}")
                                .getBytes(UTF_8));

        assertThat(web.client().next(4003).text("reason")).isEqualTo("because");
        assertThat(web.client().closeCode()).isEqualTo(4410);
    }
}
