package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When scripts look after the lives of a chat's or an inbox's keys and remove what is over: with the first message from this
 * gateway, after a failed call, and then at most once in each pause. In between a message costs no command for that.
 *
 * <p>Thread-safe; this object's monitor guards the map.
 */
final class Upkeep {

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** The shortest retention has many pauses, so that a key lives only little longer than it has to. */
    private static final int PAUSES_OF_RETENTION = 100;

    /** Of each known chat there may be two inboxes. */
    private static final int OBJECTS_OF_A_CHAT = 3;

    private final long pauseMillis;
    private final LongSupplier clock;
    private final Map<Object, Long> lookedAt;

    /** @param clockOffset milliseconds that a test adds to the clocks; 0 elsewhere */
    Upkeep(MessageSettings settings, TimeSource time, LongSupplier clockOffset) {
        long pause = settings.retention().toMillis() / PAUSES_OF_RETENTION;
        this.pauseMillis = Math.max(1, Math.min(LONGEST_PAUSE.toMillis(), pause));
        this.clock = () -> TimeUnit.NANOSECONDS.toMillis(time.nanoTime()) + clockOffset.getAsLong();
        this.lookedAt = new RecentlyUsed<>(OBJECTS_OF_A_CHAT * settings.maxKnown());
    }

    /**
     * The argument of a script about chats and inboxes: the pause, with a minus in front when none of them is due.
     *
     * @param ofWhat chats as {@link io.mychat.gateway.spi.chat.ChatId}, inboxes as the ids of their users
     */
    synchronized long argument(Iterable<?> ofWhat) {
        long now = clock.getAsLong();
        for (Object what : ofWhat) {
            Long at = lookedAt.get(what);
            if (at == null || now - at >= pauseMillis) {
                return pauseMillis;
            }
        }
        return -pauseMillis;
    }

    /** The argument when the script has to look in any case. */
    long due() {
        return pauseMillis;
    }

    /** A script with this argument has looked, or has not. */
    synchronized void done(long argument, Iterable<?> ofWhat) {
        if (argument > 0) {
            long now = clock.getAsLong();
            ofWhat.forEach(what -> lookedAt.put(what, now));
        }
    }

    /** A call has failed: what is there has to be looked at again. */
    synchronized void failed(Iterable<?> ofWhat) {
        ofWhat.forEach(lookedAt::remove);
    }

    /** Redis was away, and may have lost anything. */
    synchronized void failed() {
        lookedAt.clear();
    }
}
