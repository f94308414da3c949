package io.mychat.gateway.core.http;

import io.mychat.gateway.core.security.login.CredentialThrottle;

/** What happens about credentials that are refused: they are counted, and reported. */
public record CredentialGuard(CredentialThrottle throttle, ApiAudit audit) {}
