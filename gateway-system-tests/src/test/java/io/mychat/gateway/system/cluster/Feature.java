package io.mychat.gateway.system.cluster;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.util.Locale;
import java.util.function.Function;

/** What clients and operators do with a gateway, each with what they see. The rows of docs/degradation.md. */
enum Feature {
    NORMAL_COMMAND(scene -> code(scene.live().request(ClusterGateway.NORMAL, "{}"))),
    SENSITIVE_COMMAND(scene -> code(scene.live().request(ClusterGateway.SENSITIVE, "{}"))),
    HEARTBEAT(scene -> code(scene.live().request(3001, "{}"))),
    LOGIN_1001(scene -> {
        try (TestClient client = scene.node().connect()) {
            return code(client.login(scene.people().carol(), ClusterGateway.PASSWORD, "web", "c"));
        }
    }),
    VERIFY_1002(scene -> {
        try (TestClient client = scene.node().connect()) {
            return code(client.verify(scene.spare().nextToken()));
        }
    }),
    HTTP_LOGIN(scene -> status(scene.node().httpLogin(scene.people().dave(), "d"))),
    HTTP_REFRESH(scene -> status(scene.node()
            .post(
                    "/api/auth/refresh",
                    "",
                    "{\"refresh_token\":\"" + scene.spare().nextRefreshToken() + "\"}"))),
    HTTP_VERIFY(
            scene -> status(scene.node().get("/api/auth/verify", scene.spare().nextToken()))),
    HTTP_LOGOUT(
            scene -> status(scene.node().post("/api/auth/logout", scene.spare().nextToken(), "{}"))),
    SEND_2001(scene -> code(scene.send("hello"))),
    HISTORY_2002(scene ->
            code(scene.live().request(2002, "{\"chat_id\":\"" + scene.people().chat() + "\"}"))),
    LIVE_DELIVERY(Scene::delivery),
    RESUME(scene -> {
        try (TestClient client = scene.node().connect()) {
            client.sendRaw("{\"cmd_id\":1001,\"platform\":\"web\",\"request_id\":\"r\",\"data\":{\"username\":\""
                    + scene.people().erin() + "\",\"password\":\"" + ClusterGateway.PASSWORD
                    + "\",\"device_id\":\"e\",\"resume\":{\"epoch\":\"x\",\"last_seq\":0}}}");
            return code(client.reply("r"));
        }
    }),
    KICK(scene -> status(scene.node()
            .post(
                    "/api/connections/kick",
                    scene.admin(),
                    "{\"user_id\":\"" + scene.people().nobody() + "\"}"))),
    ONLINE_LIST(scene -> status(scene.node().get("/api/connections/online", scene.admin()))),
    PUSH(scene -> {
        Node.Answer answer = scene.node()
                .post(
                        "/api/messages/push",
                        scene.admin(),
                        "{\"user_id\":\"" + scene.people().alice() + "\",\"message\":\"{}\"}");
        return answer.status() == 200 ? "200, " + answer.body().path("delivered") + " delivered" : status(answer);
    }),
    EMBEDDED_PUSH(scene -> scene.pushFromHost() + " delivered"),
    HEALTH(scene -> {
        Node.Answer answer = scene.node().get("/api/system/health", "");
        return answer.status() + ", " + answer.body().path("status").asText();
    }),
    METRICS(scene -> status(scene.node().get("/api/system/metrics", "")));

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Function<Scene, String> probe;

    Feature(Function<Scene, String> probe) {
        this.probe = probe;
    }

    /** Does it and says what came. */
    String probe(Scene scene) {
        return probe.apply(scene);
    }

    /** As the documentation names it. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String code(TestMessage reply) {
        return Integer.toString(reply.code());
    }

    private static String status(Node.Answer answer) {
        return Integer.toString(answer.status());
    }
}
