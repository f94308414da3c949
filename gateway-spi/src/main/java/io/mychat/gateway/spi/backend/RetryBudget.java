package io.mychat.gateway.spi.backend;

/**
 * Keeps retries from multiplying an outage: each call earns a part of a retry, each retry costs a whole one, and only so
 * many can be saved up. Starts full. Thread-safe: this object's lock guards the credit.
 */
public final class RetryBudget {

    private static final long RETRY = 100;

    private final int earned;
    private final long most;
    private long credit;

    public RetryBudget(RetryOptions terms) {
        this.earned = terms.budgetPercent();
        this.most = terms.budgetBurst() * RETRY;
        this.credit = most;
    }

    /** A call begins. */
    public synchronized void earn() {
        credit = Math.min(most, credit + earned);
    }

    /** Takes a retry out of the budget; false when there is none. */
    public synchronized boolean trySpend() {
        if (credit < RETRY) {
            return false;
        }
        credit -= RETRY;
        return true;
    }
}
