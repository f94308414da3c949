package io.mychat.gateway.spi.session;

import java.time.Instant;

/**
 * A session of this node and the last activity of its client.
 *
 * @param lastActive start of the idle time
 * @since 0.1.0
 */
public record OwnSession(Session session, Instant lastActive) {}
