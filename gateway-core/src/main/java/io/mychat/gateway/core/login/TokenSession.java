package io.mychat.gateway.core.login;

import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.Optional;

/**
 * A session that a client has begun or extended with a token.
 *
 * @param tokenLife the remaining life of the token
 * @param resume the position at which delivery begins; empty: the session existed before, and its delivery continues
 */
public record TokenSession(Session session, Duration tokenLife, Optional<ResumePoint> resume) {}
