package io.mychat.gateway.core.config.security;

/**
 * The defaults of the keys that the configuration leaves out ({@code security.profile}).
 *
 * @since 0.1.0
 */
public enum SecurityProfile {
    NORMAL,
    /** Strict limits, for gateways that everybody can reach: the schema's {@code x-hardened} in place of {@code default}. */
    HARDENED
}
