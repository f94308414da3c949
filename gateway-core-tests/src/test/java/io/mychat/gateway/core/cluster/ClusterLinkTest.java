package io.mychat.gateway.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.threads.NoThreadException;
import io.mychat.gateway.spi.session.NodeBus;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClusterLinkTest {

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger threadsMissing = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    private final NodeBus bus = new NodeBus() {
        @Override
        public void listen(Receiver receiver) {}

        @Override
        public void send(String nodeId, byte[] message) {
            if (failures.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            sent.incrementAndGet();
        }

        @Override
        public Set<String> nodes() {
            return Set.of();
        }
    };

    private final ClusterLink link = new ClusterLink(bus, this::execute, 3);

    private void execute(Runnable task) {
        if (threadsMissing.getAndDecrement() > 0) {
            throw new NoThreadException("no thread", new OutOfMemoryError("unable to create native thread"));
        }
        try {
            task.run();
        } catch (OutOfMemoryError e) {
            // As a pool does: the task is lost, the thread is not.
            return;
        }
    }

    @Test
    void hintsThatFindNoThreadTakeNoRoom() {
        threadsMissing.set(10);
        hints(10);
        assertThat(link.dropped()).isEqualTo(10);

        hints(5);

        assertThat(sent).hasValue(5);
        assertThat(link.dropped()).isEqualTo(10);
    }

    @Test
    void hintsThatFailTakeNoRoom() {
        failures.set(10);
        hints(10);
        assertThat(link.dropped()).isEqualTo(10);
        failures.set(0);

        hints(5);

        assertThat(sent).hasValue(5);
    }

    private void hints(int number) {
        for (int i = 0; i < number; i++) {
            link.hint("other", new ClusterMessage.Count(i));
        }
    }
}
