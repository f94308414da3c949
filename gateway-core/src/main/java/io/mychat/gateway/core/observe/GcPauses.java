package io.mychat.gateway.core.observe;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the garbage collector has stopped the program, from the notifications of the JVM, as Micrometer's
 * {@code jvm.gc.pause} tells it: phases beside the running program do not count. Thread-safe. The JVM holds its
 * listeners from the start to the end.
 */
public final class GcPauses implements MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GcPauses.class);
    /** A JVM has two or three collectors. */
    private static final int MOST_COLLECTORS = 8;

    private final LabeledHistogram pauses = new LabeledHistogram(
            "jvm_gc_pause_seconds", "Pauses of the program for garbage collection.", "action", MOST_COLLECTORS);
    private final NotificationListener listener = (notification, handback) -> record(notification);
    /** Guarded by this object's lock, as {@link #closed}. */
    private final List<NotificationEmitter> collectors = new ArrayList<>();

    private boolean closed;

    public GcPauses() {
        pauses.of("end of minor GC");
        pauses.of("end of major GC");
    }

    /** Begins to listen, once. It loads the JVM's management, so no start waits for it. */
    public synchronized void start() {
        if (closed || !collectors.isEmpty()) {
            return;
        }
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (bean instanceof NotificationEmitter collector) {
                collector.addNotificationListener(listener, null, null);
                collectors.add(collector);
            }
        }
    }

    /** Behind the end, one that was on its way counts no more. */
    private synchronized void record(Notification notification) {
        if (!closed
                && GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(notification.getType())) {
            GarbageCollectionNotificationInfo collection =
                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
            if (isPause(collection.getGcName(), collection.getGcCause())) {
                pauses.of(collection.getGcAction())
                        .record(TimeUnit.MILLISECONDS.toNanos(
                                collection.getGcInfo().getDuration()));
            }
        }
    }

    /** Whether the program stands still; the collectors report their concurrent cycles in the same way. */
    static boolean isPause(String collector, String cause) {
        boolean isConcurrent = cause.equals("No GC")
                || collector.equals("Shenandoah Cycles")
                || collector.equals("G1 Concurrent GC")
                || (collector.startsWith("ZGC") && collector.endsWith("Cycles"))
                || (collector.startsWith("GPGC") && !collector.endsWith("Pauses"));
        return !isConcurrent;
    }

    @Override
    public List<Metric> metrics() {
        return pauses.metrics();
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (NotificationEmitter collector : collectors) {
            try {
                collector.removeNotificationListener(listener);
            } catch (ListenerNotFoundException e) {
                log.debug("A listener of the garbage collector has been removed by somebody else", e);
            }
        }
    }
}
