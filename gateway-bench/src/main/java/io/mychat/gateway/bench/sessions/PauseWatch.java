package io.mychat.gateway.bench.sessions;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The longest pause of the collector. The pauses of a concurrent cycle are missing where the JVM does not report them: with
 * G1 before JDK 20. Thread-safe.
 */
final class PauseWatch implements NotificationListener {

    /** Such a bean reports how long the collector has worked beside the program. */
    private static final String CONCURRENT = "Cycles";

    private final AtomicLong longest = new AtomicLong();

    private PauseWatch() {}

    static PauseWatch start() {
        PauseWatch watch = new PauseWatch();
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (bean instanceof NotificationEmitter emitter && !bean.getName().endsWith(CONCURRENT)) {
                emitter.addNotificationListener(watch, null, null);
            }
        }
        return watch;
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            long millis = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo()
                    .getDuration();
            longest.accumulateAndGet(millis, Math::max);
        }
    }

    /** Milliseconds, since the last call. */
    long take() {
        return longest.getAndSet(0);
    }
}
