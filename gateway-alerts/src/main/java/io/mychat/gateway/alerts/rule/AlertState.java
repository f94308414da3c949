package io.mychat.gateway.alerts.rule;

import io.mychat.gateway.alerts.rule.Rule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Follows one rule for one set of labels: whether the alert fires, and whether people know. Owned by the thread of the
 * evaluation.
 */
public final class AlertState {

    /** Looks without a sample after which a firing alert resolves: its metric has gone. */
    private static final int MISSES = 5;

    private final Map<String, String> labels;
    private Phase phase = Phase.QUIET;
    private long since;
    private Instant sinceWall = Instant.EPOCH;
    private double value;
    private int misses;

    private boolean announcing;
    private boolean announcedBefore;
    private long announcedAt;
    private Optional<String> episode = Optional.empty();

    private enum Phase {
        QUIET,
        /** The condition holds, but not for long enough. */
        PENDING,
        FIRING
    }

    AlertState(Map<String, String> labels) {
        this.labels = labels;
    }

    /** @return whether a firing alert has resolved */
    boolean observe(Rule rule, double measured, Moment now) {
        misses = 0;
        value = measured;
        if (phase == Phase.FIRING) {
            return rule.timing().resolve().holds(measured) && resolve(now);
        }
        if (!rule.condition().threshold().holds(measured)) {
            phase = Phase.QUIET;
            return false;
        }
        if (phase == Phase.QUIET) {
            enter(Phase.PENDING, now);
        }
        if (now.nanos() - since >= rule.timing().hold().toNanos()) {
            phase = Phase.FIRING;
        }
        return false;
    }

    /** Notes that there was no sample. @return whether a firing alert has resolved */
    boolean miss(Moment now) {
        misses++;
        if (phase == Phase.PENDING) {
            phase = Phase.QUIET;
        }
        return phase == Phase.FIRING && misses >= MISSES && resolve(now);
    }

    private boolean resolve(Moment now) {
        enter(Phase.QUIET, now);
        return true;
    }

    private void enter(Phase next, Moment now) {
        phase = next;
        since = now.nanos();
        sinceWall = now.wall();
    }

    /** Whether it needs no memory: quiet, and its cool-down is over. */
    boolean isForgettable(Timing timing, long nanos) {
        return phase == Phase.QUIET && !announcing && (!announcedBefore || hasElapsed(timing.coolDown(), nanos));
    }

    /** Whether people are to be told now that it fires. */
    public boolean isDue(Timing timing, Duration repeat, long nanos) {
        if (phase != Phase.FIRING || announcing) {
            return false;
        }
        if (episode.isPresent()) {
            return !repeat.isZero() && hasElapsed(repeat, nanos);
        }
        return !announcedBefore || hasElapsed(timing.coolDown(), nanos);
    }

    private boolean hasElapsed(Duration pause, long nanos) {
        return nanos - announcedAt >= pause.toNanos();
    }

    /** Its announcement has begun. */
    public void announcing() {
        announcing = true;
    }

    /** No channel took it. It is announced again after the cool-down. */
    public void notAnnounced(long nanos) {
        announcing = false;
        announcedBefore = true;
        announcedAt = nanos;
    }

    /**
     * People know.
     *
     * @param name of this episode, from its announcement to its resolution
     */
    public void announced(String name, long nanos) {
        notAnnounced(nanos);
        episode = Optional.of(name);
    }

    /** The name of the episode that people know about. */
    public Optional<String> episode() {
        return episode;
    }

    /** It does not fire any more, because its rule is gone. */
    public void stop(Moment now) {
        enter(Phase.QUIET, now);
    }

    /** The name of the episode that people know about, which is over then. */
    public Optional<String> endEpisode() {
        Optional<String> known = episode;
        episode = Optional.empty();
        return known;
    }

    public boolean isFiring() {
        return phase == Phase.FIRING;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public double value() {
        return value;
    }

    /** When the present phase began; of a firing alert, when the condition began to hold. */
    public Instant since() {
        return sinceWall;
    }
}
