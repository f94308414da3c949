package io.mychat.gateway.spi.hook;

/** The places of hooks. The keys of {@code plugins.limits.<plugin>.hooks} have the same names. */
public enum HookKind {
    HANDSHAKE,
    LOGIN,
    LOGOUT,
    MESSAGE,
    STORED
}
