package io.mychat.gateway.core.login;

import io.mychat.gateway.spi.session.DeviceKey;

/** A login with a password. */
public record PasswordRequest(String username, String password, DeviceKey device) {

    /** Without the password, so that it cannot end in a log. */
    @Override
    public String toString() {
        return "PasswordRequest[" + username + ", " + device + "]";
    }
}
