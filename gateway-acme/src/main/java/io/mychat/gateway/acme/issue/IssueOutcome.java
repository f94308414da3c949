package io.mychat.gateway.acme.issue;

import io.mychat.gateway.spi.config.CertifiedKey;
import java.time.Instant;
import java.util.Optional;

/** What came of an order. */
public sealed interface IssueOutcome {

    record Issued(CertifiedKey identity) implements IssueOutcome {}

    /**
     * There is no certificate this time.
     *
     * @param problem what is wrong; foreign texts in it are quoted
     * @param notBefore the moment before which the authority wants no other order
     */
    record Failed(String problem, Optional<Instant> notBefore) implements IssueOutcome {}
}
