package io.mychat.gateway.acme;

import io.mychat.gateway.acme.issue.CertificateAuthority.Order;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.session.IdempotencyClaim;
import io.mychat.gateway.spi.session.IdempotencyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one node of a cluster order a certificate at a time. Without the store each node may order: two certificates are
 * better than none. Blocks up to the deadline of the store. Thread-safe.
 */
record OrderClaims(IdempotencyStore store) {

    private static final Logger log = LoggerFactory.getLogger(OrderClaims.class);
    private static final String FINGERPRINT = "order";
    /** Steps of an order beside the proofs of its names. */
    private static final int MORE_STEPS = 2;

    /** Empty: another node is at it. */
    Optional<Claim> claim(Order order) {
        int names = order.domains().size();
        String key =
                "acme:" + Integer.toHexString(Objects.hash(order.directory().url(), order.domains()));
        Duration lease = order.timeout().multipliedBy((long) names + MORE_STEPS);
        try {
            return store.claim(key, FINGERPRINT, lease) instanceof IdempotencyClaim.Granted granted
                    ? Optional.of(new Claim(store, key, granted.ticket()))
                    : Optional.empty();
        } catch (StoreUnavailableException e) {
            log.debug("The store of claims does not answer", e);
            return Optional.of(new Claim(store, key, ""));
        }
    }

    /** @param ticket empty: the store could not be asked */
    record Claim(IdempotencyStore store, String key, String ticket) {

        void release() {
            if (!ticket.isEmpty()) {
                try {
                    store.release(key, ticket);
                } catch (StoreUnavailableException e) {
                    log.debug("The claim ends with its lease", e);
                }
            }
        }
    }
}
