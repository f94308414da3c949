package io.mychat.gateway.bench.server;

/** The kinds of logins. */
public enum LoginKind {
    /** 1002 with a token that somebody else has issued. */
    TOKEN,
    /** 1001: the gateway issues tokens, and remembers them. */
    PASSWORD,
    /** As TOKEN, but all clients except the first one are devices of one user. */
    ONE_USER
}
