package io.mychat.gateway.spi.login;

import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.session.SessionStore;

/**
 * Answers in one step what a login asks of a {@link TokenStore}, a {@link SessionStore} and a {@link MessageStore}: whether the
 * token is revoked, whether there is a seat, and where the inbox stands. A module may offer it beside the three where that saves
 * round trips; without it a gateway asks the three one after the other. Thread-safe; may block.
 *
 * @since 0.1.0
 */
public interface LoginStore {

    /** Whether it answers for exactly these stores. A gateway that uses another one of them does not use this port. */
    boolean combines(TokenStore tokens, SessionStore sessions, MessageStore messages);

    /**
     * Decides a login as {@link SessionStore#login} does, unless {@link TokenStore#isRevoked} holds for one of the tokens; then
     * it changes nothing. The bounds of the inbox are as of the decision or later, so that whoever listens to the
     * {@link MessageStore} since before this call misses no entry behind them.
     *
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store cannot answer. The session then has no seat, or
     *     loses it soon
     */
    LoginAnswer login(LoginClaim claim);
}
