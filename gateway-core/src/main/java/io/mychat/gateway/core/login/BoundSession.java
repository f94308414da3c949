package io.mychat.gateway.core.login;

import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.spi.session.Session;

/** A session with a seat, and the start of its delivery. */
record BoundSession(Session session, ResumePoint resume) {}
