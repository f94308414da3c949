package io.mychat.gateway.spi.hook;

/**
 * Takes the hooks of a plug-in while it starts; later calls throw an {@link IllegalStateException}, and so does a second
 * hook of one kind. A hook runs on threads of its plug-in, where it may block, within a {@linkplain HookOptions#deadline
 * deadline}. Hooks of one kind run one after the other by their {@linkplain HookOptions#order order}.
 *
 * @since 0.1.0
 */
public interface Hooks {

    /** Looks at each new connection, before anything is read from it. */
    void handshake(HookOptions options, HandshakeHook hook);

    /** Looks at each login whose credentials are right, before its tokens are issued or its seat is taken. */
    void login(HookOptions options, LoginHook hook);

    /** Is told of each logout before the tokens are revoked. Its failure never keeps a user logged in. */
    void logout(HookOptions options, LogoutHook hook);

    /** Looks at each message before it is stored. */
    void message(HookOptions options, MessageHook hook);

    /** Gets each message after it was stored, before its sender has the answer. Its failure changes nothing. */
    void stored(HookOptions options, StoredHook hook);
}
