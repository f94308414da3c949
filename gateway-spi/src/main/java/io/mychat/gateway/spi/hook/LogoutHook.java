package io.mychat.gateway.spi.hook;

import io.mychat.gateway.spi.session.DeviceKey;
import java.util.Optional;

/**
 * Is told of logouts (1003, {@code POST /api/auth/logout}). Thread-safe; may block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LogoutHook {

    void onLogout(Logout logout) throws Exception;

    /**
     * A logout.
     *
     * @param device empty: the token names none
     */
    record Logout(String userId, Optional<DeviceKey> device) {}
}
