package io.mychat.gateway.system.cluster;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Writes numbered messages to one receiver, one after the other: what is not answered with 200 is sent again, with the same
 * {@code client_msg_id}, over whichever gateway is there. One thread.
 */
final class Writer implements Runnable {

    private final String user;
    private final String receiver;
    private final int count;
    private final Supplier<Node> nodes;
    private final List<String> confirmed = new CopyOnWriteArrayList<>();
    private int retries;

    Writer(String user, String receiver, int count, Supplier<Node> nodes) {
        this.user = user;
        this.receiver = receiver;
        this.count = count;
        this.nodes = nodes;
    }

    /** What was answered with 200, in that order. */
    List<String> confirmed() {
        return confirmed;
    }

    String user() {
        return user;
    }

    String receiver() {
        return receiver;
    }

    int retries() {
        return retries;
    }

    @Override
    public void run() {
        TestClient client = null;
        for (int i = 0; i < count; ) {
            try {
                if (client == null) {
                    client = nodes.get().login(user, "web", "writer");
                }
                String content = user + " to " + receiver + " " + i;
                TestMessage reply = client.request(
                        2001,
                        "{\"to_user\":\"" + receiver + "\",\"content\":\"" + content + "\",\"client_msg_id\":\"" + content
                                + "\"}");
                if (reply.code() == 200) {
                    confirmed.add(content);
                    i++;
                } else if (reply.code() == 503) {
                    retries++;
                    Pause.beforeRetry();
                } else {
                    throw new IllegalStateException("neither 200 nor 503: " + reply);
                }
            } catch (AssertionError e) {
                // The connection or its gateway has gone.
                retries++;
                client = null;
                Pause.beforeRetry();
            }
        }
        if (client != null) {
            client.close();
        }
    }
}
