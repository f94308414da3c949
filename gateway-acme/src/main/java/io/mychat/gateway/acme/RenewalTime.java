package io.mychat.gateway.acme;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When a certificate is renewed: with a third of its life left, a little earlier by chance, so that many gateways do not
 * ask at the same moment. One certificate always gets the same moment. One thread.
 */
final class RenewalTime {

    private static final int LAST_PART = 3;
    /** The most that chance takes of the life, as a divisor. */
    private static final int JITTER_PART = 20;

    private final RandomGenerator random;
    private Instant of = Instant.MIN;
    private Instant drawn = Instant.MIN;

    RenewalTime(RandomGenerator random) {
        this.random = random;
    }

    Instant of(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        if (!end.equals(of)) {
            Duration life = Duration.between(certificate.getNotBefore().toInstant(), end);
            long jitter = life.dividedBy(JITTER_PART).toMillis();
            of = end;
            drawn = end.minus(life.dividedBy(LAST_PART)).minusMillis(jitter <= 0 ? 0 : random.nextLong(jitter));
        }
        return drawn;
    }
}
