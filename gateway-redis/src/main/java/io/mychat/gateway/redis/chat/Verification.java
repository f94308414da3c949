package io.mychat.gateway.redis.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Looks for inboxes that have lost something while Redis, or a part of it, was away; where a part does not answer yet, again
 * until it does. Blocks; for one thread at a time.
 */
final class Verification {

    /** How many ticks to wait for a part that did not answer; by lot, because all gateways wait for it. */
    private static final int FEWEST_TICKS = 4;

    static final int MOST_TICKS = 20;

    private final Inboxes inboxes;
    private List<String> unverified = List.of();
    private int ticksLeft;

    Verification(Inboxes inboxes) {
        this.inboxes = inboxes;
    }

    /** Looks at all that something came to lately, as far as this gateway has seen, and keeps those of earlier looks that have not answered yet. */
    void begin() {
        look(inboxes.lately());
    }

    /** Looks at what was seen and no call has compared yet. */
    void confirm() {
        List<String> users = inboxes.takeUnconfirmed();
        if (!users.isEmpty()) {
            look(users);
        }
    }

    /** Looks again when it is time. */
    void tick() {
        if (!unverified.isEmpty() && --ticksLeft <= 0) {
            look(unverified);
        }
    }

    private void look(List<String> users) {
        List<String> unanswered = inboxes.verify(users);
        Set<String> left = new LinkedHashSet<>(unverified);
        users.forEach(left::remove);
        left.addAll(unanswered);
        unverified = List.copyOf(left);
        ticksLeft = ThreadLocalRandom.current().nextInt(FEWEST_TICKS, MOST_TICKS);
    }
}
