package io.mychat.gateway.distribution.soak;

import io.mychat.gateway.distribution.Installation;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestMessage;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A user who connects, talks and leaves, in all ways there are, again and again until the end. One thread runs it.
 *
 * <p>Messages have no {@code client_msg_id}: those are remembered for an hour at least, which would be the length of a run.
 */
final class Visitor implements Runnable {

    private static final String CONTENT = "A message of some length, as people write them. ".repeat(6);
    private static final long TOKEN_SECONDS = 20;

    private final Installation gateway;
    private final String name;
    private final List<String> friends = new ArrayList<>();
    private final Random random;
    private final List<String> faults = new ArrayList<>();
    private volatile boolean ending;

    private int visits;
    private String token = "";
    private long tokenSince;

    /** @param hosts who is there all the time; every visitor writes to them, too */
    Visitor(Installation gateway, int number, int all, List<String> hosts) {
        this.gateway = gateway;
        this.name = "u" + number;
        friends.add("u" + (number + 1) % all);
        friends.addAll(hosts);
        this.random = new Random(number);
    }

    void end() {
        ending = true;
    }

    synchronized int visits() {
        return visits;
    }

    private synchronized void count() {
        visits++;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void run() {
        while (!ending) {
            try {
                visit();
                count();
            } catch (AssertionError | RuntimeException e) {
                fault(e.toString());
                token = "";
            }
            pause(500);
        }
    }

    private void visit() {
        TestClient client = TestClient.connect(URI.create("ws://127.0.0.1:" + gateway.webSocketPort() + "/ws"));
        boolean left = false;
        try {
            login(client);
            TestMessage last = client.request(3001, "{}");
            for (int i = random.nextInt(10); i >= 0 && last.code() == 200; i--) {
                String friend = friends.get(random.nextInt(4) > 0 ? 0 : random.nextInt(friends.size()));
                last = client.request(2001, "{\"to_user\":\"" + friend + "\",\"content\":\"" + CONTENT + "\"}");
                pause(100);
            }
            if (last.code() == 200 && last.cmdId() == 2001) {
                last = client.request(2002, "{\"chat_id\":\"" + last.text("chat_id") + "\"}");
            }
            if (last.code() != 200) {
                fault(last.envelope().toString());
            }
            acknowledge(client);
            leave(client);
            left = true;
        } finally {
            if (!left) {
                client.vanish();
            }
        }
    }

    private void login(TestClient client) {
        boolean fresh = System.nanoTime() - tokenSince < TimeUnit.SECONDS.toNanos(TOKEN_SECONDS);
        TestMessage reply = fresh && !token.isEmpty()
                ? client.verify(token)
                : client.login(name, Installation.PASSWORD, "android", "phone");
        if (reply.code() != 200) {
            throw new AssertionError("login: " + reply.envelope());
        }
        if (!reply.text("token").isEmpty()) {
            token = reply.text("token");
            tokenSince = System.nanoTime();
        }
    }

    private static void acknowledge(TestClient client) {
        client.takeAll().stream()
                .filter(message -> message.cmdId() == 2003)
                .reduce((first, second) -> second)
                .ifPresent(message -> client.request(
                        2004,
                        "{\"inbox_seq\":" + message.data().path("inbox_seq").asLong() + "}"));
    }

    private void leave(TestClient client) {
        int way = random.nextInt(20);
        if (way < 5) {
            client.vanish();
        } else if (way < 7) {
            client.request(1003, "{}");
            token = "";
        } else if (way < 9) {
            kicked(client);
        } else {
            client.close();
        }
    }

    private void kicked(TestClient client) {
        TestHttpClient.Answer answer =
                gateway.operator().post("/api/connections/kick", "{\"user_id\":\"" + name + "\",\"reason\":\"soak\"}");
        if (answer.status() != 200 || client.closeCode() != 4410) {
            fault("kick: " + answer);
        }
    }

    private synchronized void fault(String what) {
        if (faults.size() < 100) {
            faults.add(name + ": " + what);
        }
    }

    /** The pace of people. */
    private void pause(int most) {
        try {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending = true;
        }
    }
}
