package io.mychat.gateway.system.cluster;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestMessage;
import java.util.Locale;
import java.util.function.Function;

/** What clients and operators do with a gateway, each with what they see. The rows of docs/degradation.md. */
enum Feature {
    NORMAL_COMMAND(clusterFixture -> code(clusterFixture.live().request(ClusterGateway.NORMAL, "{}"))),
    SENSITIVE_COMMAND(clusterFixture -> code(clusterFixture.live().request(ClusterGateway.SENSITIVE, "{}"))),
    HEARTBEAT(clusterFixture -> code(clusterFixture.live().request(3001, "{}"))),
    LOGIN_1001(clusterFixture -> {
        try (TestClient client = clusterFixture.node().connect()) {
            return code(client.login(clusterFixture.people().carol(), ClusterGateway.PASSWORD, "web", "c"));
        }
    }),
    VERIFY_1002(clusterFixture -> {
        try (TestClient client = clusterFixture.node().connect()) {
            return code(client.verify(clusterFixture.spare().nextToken()));
        }
    }),
    HTTP_LOGIN(clusterFixture ->
            status(clusterFixture.node().httpLogin(clusterFixture.people().dave(), "d"))),
    HTTP_REFRESH(clusterFixture -> status(clusterFixture
            .node()
            .http()
            .post(
                    "/api/auth/refresh",
                    "{\"refresh_token\":\"" + clusterFixture.spare().nextRefreshToken() + "\"}"))),
    HTTP_VERIFY(clusterFixture -> status(clusterFixture
            .node()
            .http()
            .withToken(clusterFixture.spare().nextToken())
            .get("/api/auth/verify"))),
    HTTP_LOGOUT(clusterFixture -> status(clusterFixture
            .node()
            .http()
            .withToken(clusterFixture.spare().nextToken())
            .post("/api/auth/logout", "{}"))),
    SEND_2001(clusterFixture -> code(clusterFixture.send("hello"))),
    HISTORY_2002(clusterFixture -> code(clusterFixture
            .live()
            .request(2002, "{\"chat_id\":\"" + clusterFixture.people().chat() + "\"}"))),
    LIVE_DELIVERY(ClusterFixture::delivery),
    ACKNOWLEDGE_2004(clusterFixture -> code(clusterFixture.acknowledge())),
    RESUME(clusterFixture -> {
        try (TestClient client = clusterFixture.node().connect()) {
            client.sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"request_id\":\"r\",\"data\":{\"username\":\""
                    + clusterFixture.people().erin() + "\",\"password\":\"" + ClusterGateway.PASSWORD
                    + "\",\"device_id\":\"e\",\"resume\":{\"epoch\":\"x\",\"last_seq\":0}}}");
            return code(client.reply("r"));
        }
    }),
    KICK(clusterFixture -> status(clusterFixture
            .node()
            .http()
            .withToken(clusterFixture.admin())
            .post(
                    "/api/connections/kick",
                    "{\"user_id\":\"" + clusterFixture.people().nobody() + "\"}"))),
    ONLINE_LIST(clusterFixture -> status(
            clusterFixture.node().http().withToken(clusterFixture.admin()).get("/api/connections/online"))),
    PUSH(clusterFixture -> {
        TestHttpClient.Answer answer = clusterFixture
                .node()
                .http()
                .withToken(clusterFixture.admin())
                .post(
                        "/api/messages/push",
                        "{\"user_id\":\"" + clusterFixture.people().alice() + "\",\"message\":\"{}\"}");
        return answer.status() == 200 ? "200, " + answer.json().path("delivered") + " delivered" : status(answer);
    }),
    EMBEDDED_PUSH(clusterFixture -> clusterFixture.pushFromHost() + " delivered"),
    HEALTH(clusterFixture -> {
        TestHttpClient.Answer answer = clusterFixture.node().http().get("/api/system/health");
        return answer.status() + ", " + answer.text("status");
    }),
    METRICS(clusterFixture -> status(clusterFixture.node().http().get("/api/system/metrics")));

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Function<ClusterFixture, String> probe;

    Feature(Function<ClusterFixture, String> probe) {
        this.probe = probe;
    }

    /** Does it and says what came. */
    String probe(ClusterFixture clusterFixture) {
        return probe.apply(clusterFixture);
    }

    /** As the documentation names it. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String code(TestMessage reply) {
        return Integer.toString(reply.code());
    }

    private static String status(TestHttpClient.Answer answer) {
        return Integer.toString(answer.status());
    }
}
