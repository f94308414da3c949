package io.mychat.gateway.core.login;

import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.util.Optional;

/**
 * A session that lives on a token which its client has shown.
 *
 * @param tokenLife how long the token is still valid
 * @param resume where delivery begins; empty: the session was there before, and its delivery goes on
 */
public record TokenSession(Session session, Duration tokenLife, Optional<ResumePoint> resume) {}
