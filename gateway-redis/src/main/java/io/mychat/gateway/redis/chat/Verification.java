package io.mychat.gateway.redis.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds inboxes that have lost data while Redis or a part of it was unavailable; repeats the check for parts that do
 * not answer yet. Blocks; used by one thread at a time.
 */
final class Verification {

    /**
     * The ticks to wait for a part of Redis that did not answer. The number is random, because all gateways wait for
     * it.
     */
    private static final int FEWEST_TICKS = 4;

    static final int MOST_TICKS = 20;

    private final Inboxes inboxes;
    private List<String> unverified = List.of();
    private int ticksLeft;

    Verification(Inboxes inboxes) {
        this.inboxes = inboxes;
    }

    /**
     * Compares all inboxes with a recent entry known to this gateway. Inboxes that have not answered yet stay due.
     */
    void begin() {
        look(inboxes.lately());
    }

    /** Compares inboxes of which this gateway has seen an entry that no call has compared yet. */
    void confirm() {
        List<String> users = inboxes.takeUnconfirmed();
        if (!users.isEmpty()) {
            look(users);
        }
    }

    /** Compares inboxes again that did not answer, when it is time. */
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
