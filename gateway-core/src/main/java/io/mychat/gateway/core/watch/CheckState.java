package io.mychat.gateway.core.watch;

import io.mychat.gateway.core.watch.LivenessCheck.Repair;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watchdog's state of one check. Only the watchdog's thread changes it; any thread may read the counts and the
 * fault.
 *
 * <p>A repair is tried when the fault is first seen, then after one more look, after two, four, and so on, up to
 * {@value #RAREST} looks. The log gets at most one pair of lines per minute and check.
 */
final class CheckState {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final int RAREST = 64;
    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    private final LivenessCheck thing;
    private final TimeSource time;

    private volatile boolean faulty;
    private final LongAdder faults = new LongAdder();
    private final LongAdder repairs = new LongAdder();

    private long since;
    private int looksToRepair;
    private int distance;
    private boolean said;
    private boolean everSaid;
    private long saidAt;

    CheckState(LivenessCheck thing, TimeSource time) {
        this.thing = thing;
        this.time = time;
    }

    String name() {
        return thing.name();
    }

    Optional<Status> fault() {
        return faulty ? Optional.of(thing.severity()) : Optional.empty();
    }

    long faults() {
        return faults.sum();
    }

    long repairs() {
        return repairs.sum();
    }

    void forget() {
        thing.forget();
    }

    void look() {
        Optional<String> fault = ask();
        if (fault.isPresent()) {
            still(fault.get());
        } else if (faulty) {
            faulty = false;
            if (said) {
                log.info("{} has recovered after {} s", name(), secondsSince(since));
            }
        }
    }

    private Optional<String> ask() {
        try {
            return thing.fault();
        } catch (Throwable e) { // a module's code; the other checks must still run
            return Optional.of("cannot be checked: " + e);
        }
    }

    private void still(String fault) {
        boolean begins = !faulty;
        if (begins) {
            faulty = true;
            faults.increment();
            since = time.nanoTime();
            looksToRepair = 0;
            distance = 1;
        }
        String repair = "";
        if (looksToRepair == 0) {
            repair = repaired();
            looksToRepair = distance;
            distance = Math.min(RAREST, distance * 2);
        } else {
            looksToRepair--;
        }
        if (begins) {
            say(fault + repair);
        }
    }

    private void say(String what) {
        said = !everSaid || time.nanoTime() - saidAt >= QUIET;
        if (said) {
            everSaid = true;
            saidAt = time.nanoTime();
            log.warn("{} {}", name(), what);
        }
    }

    private String repaired() {
        Repair outcome;
        try {
            outcome = thing.repair();
        } catch (Throwable e) { // as above
            outcome = new Repair.Failed(e.toString());
        }
        if (outcome instanceof Repair.Tried tried) {
            repairs.increment();
            return "; it " + tried.what();
        }
        if (outcome instanceof Repair.Failed failed) {
            repairs.increment();
            return "; the repair failed: " + failed.why();
        }
        return "";
    }

    private long secondsSince(long then) {
        return Duration.ofNanos(time.nanoTime() - then).toSeconds();
    }
}
