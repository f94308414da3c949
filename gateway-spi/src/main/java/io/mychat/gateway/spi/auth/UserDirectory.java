package io.mychat.gateway.spi.auth;

import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;

/** Knows the users. Safe for use by many threads; may block. */
@FunctionalInterface
public interface UserDirectory {

    Optional<UserInfo> findById(String userId);
}
