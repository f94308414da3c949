package io.mychat.gateway.spi.session;

import java.time.Instant;

/**
 * A session of this node and when its client was last active.
 *
 * @param lastActive from what the idle time counts
 */
public record OwnSession(Session session, Instant lastActive) {}
