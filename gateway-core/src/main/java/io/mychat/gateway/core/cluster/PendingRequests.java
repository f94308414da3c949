package io.mychat.gateway.core.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * The requests that wait for answers of other nodes. Thread-safe: each request has its own lock. The caller removes its
 * request, so there are at most as many requests as waiting threads.
 */
final class PendingRequests {

    private final Map<Long, PendingRequest> open = new ConcurrentHashMap<>();
    private final AtomicLong ids;

    /** @param firstId anything that an earlier life of this node has probably not used */
    PendingRequests(long firstId) {
        this.ids = new AtomicLong(firstId);
    }

    /** Opens a question to these nodes; to be {@linkplain PendingRequest#close closed}. */
    PendingRequest ask(Set<String> nodes) {
        PendingRequest pendingRequest = new PendingRequest(ids.incrementAndGet(), nodes);
        open.put(pendingRequest.id, pendingRequest);
        return pendingRequest;
    }

    /** Accepts an answer; drops it when its request has ended. */
    void answered(long id, String fromNode, ClusterMessage answer) {
        PendingRequest pendingRequest = open.get(id);
        if (pendingRequest != null) {
            pendingRequest.take(fromNode, answer);
        }
    }

    /** A node has sent an invalid answer; these requests stop waiting for it. */
    void refused(String fromNode, LongPredicate questions) {
        open.values().stream()
                .filter(pendingRequest -> questions.test(pendingRequest.id))
                .forEach(pendingRequest -> pendingRequest.withdraw(fromNode));
    }

    /** One question to several nodes. */
    final class PendingRequest implements AutoCloseable {

        private final long id;
        private final Set<String> missing;
        private final List<Answer> answers = new ArrayList<>();

        private PendingRequest(long id, Set<String> nodes) {
            this.id = id;
            this.missing = new HashSet<>(nodes);
        }

        long id() {
            return id;
        }

        private synchronized void take(String fromNode, ClusterMessage answer) {
            if (missing.remove(fromNode)) {
                answers.add(new Answer(fromNode, answer));
                notifyAll();
            }
        }

        /** A node that cannot be asked, or that has sent an invalid answer. */
        synchronized void withdraw(String node) {
            missing.remove(node);
            notifyAll();
        }

        /**
         * Waits for all answers, at most until {@code System.nanoTime()} is {@code deadline}. Returns the received
         * answers.
         */
        synchronized List<Answer> await(long deadline) {
            try {
                while (!missing.isEmpty()) {
                    long millis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
                    if (millis <= 0) {
                        break;
                    }
                    wait(millis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.copyOf(answers);
        }

        @Override
        public void close() {
            open.remove(id);
        }
    }

    /** The answer of a node. */
    record Answer(String node, ClusterMessage message) {}
}
