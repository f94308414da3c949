package io.mychat.gateway.system.cluster;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inbox through whatever happens: when its gateway goes, it comes back somewhere else and resumes. One thread; what
 * it has read may be looked at by others.
 */
final class Reader implements Runnable {

    private final String user;
    private final Supplier<Node> nodes;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile @Nullable TestClient client;
    private volatile boolean done;
    private @Nullable String epoch;
    private long lastSeq;
    private int resumes;

    Reader(String user, Supplier<Node> nodes) {
        this.user = user;
        this.nodes = nodes;
    }

    /** One delivery. */
    record Received(long inboxSeq, String content) {}

    String user() {
        return user;
    }

    List<Received> received() {
        return received;
    }

    /** What must not happen and did. */
    List<String> wrong() {
        return wrong;
    }

    int resumes() {
        return resumes;
    }

    void finish() {
        done = true;
        TestClient open = client;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void run() {
        while (!done) {
            try (TestClient open = nodes.get().connect()) {
                client = open;
                logIn(open);
                while (!done) {
                    take(open.next(2003));
                }
            } catch (AssertionError e) {
                // Nothing for a while, or the gateway has gone: come back and resume.
                if (!done) {
                    Pause.beforeRetry();
                }
            }
        }
    }

    private void logIn(TestClient open) {
        String resume = epoch == null ? "" : ",\"resume\":{\"epoch\":\"" + epoch + "\",\"last_seq\":" + lastSeq + "}";
        open.sendRaw("{\"cmd_id\":1001,\"platform\":\"ios\",\"request_id\":\"in\",\"data\":{\"username\":\"" + user
                + "\",\"password\":\"" + ClusterGateway.PASSWORD + "\",\"device_id\":\"reader\"" + resume + "}}");
        TestMessage reply = open.reply("in");
        if (reply.code() != 200) {
            throw new AssertionError("not now: " + reply);
        }
        if (epoch == null) {
            epoch = reply.data().at("/resume/epoch").asText();
            lastSeq = reply.data().at("/resume/latest_seq").asLong();
        } else {
            resumes++;
            if (reply.data().at("/resume/gap").asBoolean()) {
                wrong.add("a gap: " + reply);
            }
        }
    }

    private void take(TestMessage message) {
        long seq = message.data().path("inbox_seq").asLong();
        if (seq != lastSeq + 1) {
            wrong.add(seq + " after " + lastSeq);
        }
        if (!message.text("epoch").equals(epoch)) {
            wrong.add("another epoch: " + message);
        }
        lastSeq = seq;
        received.add(new Received(seq, message.text("content")));
    }
}
