package io.mychat.gateway.core.login;

import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.spi.session.Session;

/** A session whose seat has been taken, and where its delivery begins. */
record BoundSession(Session session, ResumePoint resume) {}
