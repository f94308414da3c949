package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.login.LoginAnswer;
import io.mychat.gateway.spi.login.LoginClaim;
import io.mychat.gateway.spi.login.LoginStore;
import io.mychat.gateway.spi.session.SessionStore;

/** Measures each login of a {@link LoginStore}. Thread-safe. */
final class ObservedLoginStore implements LoginStore {

    private final LoginStore store;
    private final ObservedCall login;

    ObservedLoginStore(LoginStore store, ObservedCall login) {
        this.store = store;
        this.login = login;
    }

    @Override
    public boolean combines(TokenStore tokens, SessionStore sessions, MessageStore messages) {
        return store.combines(tokens, sessions, messages);
    }

    @Override
    public LoginAnswer login(LoginClaim claim) {
        return login.get(() -> store.login(claim));
    }
}
