package io.mychat.gateway.system.cluster;

import io.mychat.gateway.test.GatewayClients;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One gateway with people on it: alice and bob are logged in, an administrator and others have tokens in their pockets.
 */
final class ClusterFixture implements AutoCloseable {

    private final LiveGateway gateway;
    private final GatewayClients node;
    private final TestUsers people;
    private final TestClient alice;
    private final TestClient bob;
    private final String admin;
    private final Spare spare;
    private int messages;
    /** The number of the newest entry that Bob has got. */
    private long delivered;

    ClusterFixture(LiveGateway gateway) {
        this(gateway, TestUsers.anywhere(), token -> true);
    }

    /** @param keeps which access tokens are good enough to be used */
    ClusterFixture(LiveGateway gateway, TestUsers people, Predicate<String> keeps) {
        this.gateway = gateway;
        this.people = people;
        this.node = gateway.clients();
        this.alice = node.login(people.alice(), "web", "a");
        this.bob = node.login(people.bob(), "web", "b");
        this.admin = login(people.root(), keeps).text("token");
        this.spare = new Spare();
        people.spares().forEach(name -> spare.logins.add(login(name, keeps)));
        delivery();
    }

    private TestHttpClient.Answer login(String name, Predicate<String> keeps) {
        return Stream.generate(() -> node.httpLogin(name, "s"))
                .filter(answer -> keeps.test(answer.text("token")))
                .findFirst()
                .orElseThrow();
    }

    /** Tokens of people who have not logged in with them yet. */
    static final class Spare {

        private final Deque<TestHttpClient.Answer> logins = new ArrayDeque<>();

        String nextToken() {
            return next("token");
        }

        String nextRefreshToken() {
            return next("refresh_token");
        }

        private String next(String name) {
            return logins.remove().text(name);
        }
    }

    GatewayClients node() {
        return node;
    }

    TestUsers people() {
        return people;
    }

    TestClient live() {
        return alice;
    }

    String admin() {
        return admin;
    }

    Spare spare() {
        return spare;
    }

    int pushFromHost() {
        return gateway.server().sessions().pushToUser(people.alice(), "{}");
    }

    /** Alice writes to Bob. */
    TestMessage send(String content) {
        return alice.request(2001, "{\"to_user\":\"" + people.bob() + "\",\"content\":\"" + content + "\"}");
    }

    /** Whether what Alice writes reaches Bob. */
    String delivery() {
        String content = "live " + ++messages;
        if (send(content).code() != 200) {
            return "not sent";
        }
        TestMessage arrived;
        do {
            arrived = bob.next(2003);
        } while (!arrived.text("content").equals(content));
        delivered = Long.parseLong(arrived.text("inbox_seq"));
        return "delivered";
    }

    /** Bob acknowledges what he got last. */
    TestMessage acknowledge() {
        return bob.request(2004, "{\"inbox_seq\":" + delivered + "}");
    }

    /** How long something takes. */
    static Duration took(Runnable what) {
        long began = System.nanoTime();
        what.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void close() {
        alice.close();
        bob.close();
    }
}
