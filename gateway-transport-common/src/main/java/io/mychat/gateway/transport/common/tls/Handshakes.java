package io.mychat.gateway.transport.common.tls;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.transport.common.tls.boringssl.OffHeapEngine;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLEngine;

/** Counts the finished handshakes of all ports, full and resumed, and the engines outside the heap. Thread-safe. */
public final class Handshakes implements MetricSource {

    private final AtomicInteger offHeap = new AtomicInteger();
    private final LongAdder full = new LongAdder();
    private final LongAdder resumed = new LongAdder();

    /** Counts the engines that have something outside the heap. */
    AtomicInteger offHeap() {
        return offHeap;
    }

    /** A handshake. Used by the thread of its connection. */
    public final class Begun {

        private final SSLEngine engine;
        private final long millis = System.currentTimeMillis();
        private boolean counted;

        private Begun(SSLEngine engine) {
            this.engine = engine;
        }

        /** The engine that does it. */
        public SSLEngine engine() {
            return engine;
        }

        /** Counts it once, when the engine says that it is finished; later updates of keys may say so again. */
        public void finished() {
            if (counted) {
                return;
            }
            counted = true;
            (isResumed() ? resumed : full).increment();
        }

        private boolean isResumed() {
            if (engine instanceof OffHeapEngine other) {
                return other.isResumed();
            }
            // A resumed session keeps the time of the handshake that it was made with; the JDK tells nothing else.
            return engine.getSession().getCreationTime() < millis;
        }
    }

    /** A handshake that begins now, with an engine that has done nothing yet. */
    public Begun begin(SSLEngine engine) {
        return new Begun(engine);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                metric("full", full),
                metric("resumed", resumed),
                Metric.gauge(
                        "tls_engines_off_heap",
                        "TLS connections whose state is outside the heap, with tls.provider boringssl.",
                        offHeap.get()));
    }

    private static Metric metric(String kind, LongAdder count) {
        return Metric.counter(
                        "tls_handshakes_finished_total", "Finished TLS handshakes, full and resumed.", count.sum())
                .with("kind", kind);
    }
}
