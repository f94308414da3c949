package io.mychat.gateway.spi.backend;

/**
 * Limits retries to a share of the calls, so that retries do not make an outage worse. Each call earns a fraction of a
 * retry, each retry costs a whole one, and the credit is bounded. The budget starts full. Thread-safe: this object's
 * lock guards the credit.
 *
 * @since 0.1.0
 */
public final class RetryBudget {

    private static final long RETRY = 100;

    private final int earned;
    private final long most;
    private long credit;

    public RetryBudget(RetryOptions options) {
        this.earned = options.budgetPercent();
        this.most = options.budgetBurst() * RETRY;
        this.credit = most;
    }

    /** Earns the share of one call. */
    public synchronized void earn() {
        credit = Math.min(most, credit + earned);
    }

    /** Spends one retry; false when the budget has none left. */
    public synchronized boolean trySpend() {
        if (credit < RETRY) {
            return false;
        }
        credit -= RETRY;
        return true;
    }
}
