package io.mychat.gateway.bench.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Messages at a constant rate, whether the server keeps up or not: each delay begins when its message was due, so that
 * none is left out because the one before it was late. Not thread-safe.
 */
final class Pace {

    private final Talk talk;
    private final Histogram nanos = DelayLine.empty();
    /** When the messages of each pair that are on their way were due. */
    private final List<Deque<Long>> due = new ArrayList<>();

    Pace(Talk talk) {
        this.talk = talk;
        for (int pair = 0; pair < talk.pairs(); pair++) {
            due.add(new ArrayDeque<>());
        }
        talk.listener(this::heard);
    }

    /** The delays until the delivery, or until the answer to its acknowledgement, in nanoseconds. */
    Histogram run(int perSecond, long millis) throws IOException {
        Schedule messages = new Schedule(perSecond, System.nanoTime(), millis);
        Crowd.Progress progress = new Crowd.Progress();
        while (!messages.isOver() || isWaiting()) {
            long now = System.nanoTime();
            while (messages.isDue(now)) {
                int pair = (int) ((messages.count() - 1) % talk.pairs());
                due.get(pair).add(messages.lastDue());
                talk.say(pair, 1);
            }
            talk.flush();
            progress.step(talk.attend(1));
            progress.check();
        }
        return nanos;
    }

    private boolean isWaiting() {
        for (int pair = 0; pair < talk.pairs(); pair++) {
            if (talk.inProgress(pair) > 0) {
                return true;
            }
        }
        return false;
    }

    private void heard(int pair) {
        nanos.recordValue(Math.max(0, System.nanoTime() - due.get(pair).remove()));
    }
}
