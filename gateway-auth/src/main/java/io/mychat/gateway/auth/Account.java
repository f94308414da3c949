package io.mychat.gateway.auth;

import io.mychat.gateway.spi.session.UserInfo;

/** A user who can log in with a password. */
record Account(UserInfo user, PasswordHash hash) {}
