package io.mychat.gateway.core.connection;

import io.mychat.gateway.spi.session.Platform;
import io.mychat.gateway.spi.session.SeatRule;
import io.mychat.gateway.spi.session.UserInfo;

/** A platform and the seats of a login there, out of one configuration. A login is judged by the terms of its beginning. */
public record LoginTerms(Platform platform, SeatRule seats) {

    /** Whether the user has a role that the platform asks for. */
    public boolean admit(UserInfo user) {
        return MultiPlatformAuthManager.admits(platform, user);
    }
}
