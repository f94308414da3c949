package io.mychat.gateway.acme;

import java.time.Instant;

/**
 * How far the service has come.
 *
 * @param present whether the file holds a certificate
 * @param failures orders that failed in a row
 * @param problem of the last one
 * @param next no order before this moment
 * @param limit no order before this moment by the authority's wish, whatever the operator does
 */
record Progress(
        boolean present,
        int failures,
        String problem,
        Instant next,
        Instant limit,
        long obtainedTotal,
        long failedTotal) {

    static final Progress START = new Progress(false, 0, "", Instant.MIN, Instant.MIN, 0, 0);

    Progress having(boolean certificate) {
        return new Progress(certificate, failures, problem, next, limit, obtainedTotal, failedTotal);
    }

    /** The certificate is good for a while. */
    Progress idle() {
        return new Progress(present, 0, "", Instant.MIN, Instant.MIN, obtainedTotal, failedTotal);
    }

    Progress obtained(Instant earliest) {
        return new Progress(true, 0, "", earliest, Instant.MIN, obtainedTotal + 1, failedTotal);
    }

    Progress failed(String why, Instant nextAttempt, Instant wish) {
        return new Progress(present, failures + 1, why, nextAttempt, wish, obtainedTotal, failedTotal + 1);
    }

    /** At once, where the authority lets it. */
    Progress tryAgain() {
        return new Progress(present, failures, problem, limit, limit, obtainedTotal, failedTotal);
    }
}
