package io.mychat.gateway.spi.hook;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;

/**
 * Decides whether a user whose credentials are right may log in. Thread-safe; may block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LoginHook {

    Verdict onLogin(Attempt attempt) throws Exception;

    /** The credentials of a login. */
    enum Method {
        /** 1001 and {@code POST /api/auth/login}. */
        PASSWORD,
        /** 1002, and a {@link HandshakeHook}. */
        TOKEN
    }

    /**
     * A login with the right credentials.
     *
     * @param ip the client's address
     */
    record Attempt(UserInfo user, DeviceKey device, String ip, Method method) {}

    /** The decision. */
    sealed interface Verdict {}

    /** The login goes on. */
    record Allow() implements Verdict {}

    /**
     * The login is answered with 403.
     *
     * @param error the machine-readable reason, 1 to 64 characters
     * @param detail a sentence for the user, at most 1000 characters
     */
    record Refuse(String error, String detail) implements Verdict {

        public Refuse {
            Refusals.check(error, detail);
        }
    }
}
