package io.mychat.gateway.core.login;

import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.spi.auth.IssuedTokens;
import io.mychat.gateway.spi.session.Session;

/** A session that was opened with a password, and its new tokens. */
public record PasswordSession(IssuedTokens tokens, Session session, ResumePoint resume) {}
