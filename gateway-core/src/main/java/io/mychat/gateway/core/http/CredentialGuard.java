package io.mychat.gateway.core.http;

import io.mychat.gateway.core.security.login.CredentialThrottle;

/** Counts and reports refused credentials. */
public record CredentialGuard(CredentialThrottle throttle, ApiAudit audit) {}
