package io.mychat.gateway.spi.hook;

/**
 * The places of hooks. The keys of {@code plugins.limits.<plugin>.hooks} have the same names.
 *
 * @since 0.1.0
 */
public enum HookKind {
    HANDSHAKE,
    LOGIN,
    LOGOUT,
    MESSAGE,
    STORED
}
