package io.mychat.gateway.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a client was sent of its inbox, and when. */
final class Reader implements AutoCloseable {

    private record Received(TestMessage message, long nanos) {

        String content() {
            return message.text("content");
        }

        String epoch() {
            return message.text("epoch");
        }

        long inboxSeq() {
            return message.data().path("inbox_seq").longValue();
        }

        boolean isGap() {
            return message.data().path("gap").booleanValue();
        }
    }

    private final TestClient client;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "reader");
    private volatile boolean stopped;

    Reader(TestClient client) {
        this.client = client;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!stopped) {
            try {
                TestMessage message = client.next(2003);
                received.add(new Received(message, System.nanoTime()));
            } catch (AssertionError e) {
                // Nothing came for a while.
            }
        }
    }

    List<String> contents() {
        return received.stream().map(Received::content).toList();
    }

    List<String> contentsOfLastEpoch() {
        String last = received.get(received.size() - 1).epoch();
        return received.stream()
                .filter(one -> one.epoch().equals(last))
                .map(Received::content)
                .toList();
    }

    boolean wasToldOfLoss() {
        return received.stream().anyMatch(Received::isGap);
    }

    /** When a message came for the first time. */
    long arrivalOf(String content) {
        return received.stream()
                .filter(one -> one.content().equals(content))
                .mapToLong(Received::nanos)
                .findFirst()
                .orElseThrow(() -> new AssertionError("never came: " + content));
    }

    /** Numbers count up by one, but where the client is told of a gap; and another epoch is one. */
    void check() {
        for (int i = 1; i < received.size(); i++) {
            Received before = received.get(i - 1);
            Received now = received.get(i);
            if (now.isGap()) {
                continue;
            }
            assertThat(now.epoch()).as(now.content()).isEqualTo(before.epoch());
            assertThat(now.inboxSeq()).as(now.content()).isEqualTo(before.inboxSeq() + 1);
        }
    }

    @Override
    public void close() {
        stopped = true;
        client.close();
    }
}
