package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.UserInfo;
import java.time.Duration;

/** What a {@link CredentialVerifier} found. */
public sealed interface CredentialVerdict {

    record Accepted(UserInfo user) implements CredentialVerdict {}

    /** Unknown user or wrong password; which of them is not said. */
    record Rejected() implements CredentialVerdict {}

    /** Too many checks are waiting; the client gets 503. */
    record Busy(Duration retryAfter) implements CredentialVerdict {}
}
