package io.mychat.gateway.core.config;

import java.time.Duration;

/**
 * Sessions over server-sent events; keys of the section {@code server}. docs/configuration.md describes each key.
 *
 * @param maxEventStreams the most sessions of this node over events
 * @param maxEventStreamsWithoutToken how many of them may have been opened without an access token or a ticket
 * @param maxEventPosts the most requests of one session that wait until it has room
 * @param maxEventPostMessages the most messages in one of them
 * @param eventPostTimeout the longest wait of such a request
 * @param maxEventTickets the most tickets that have not been used
 * @param eventTicket the life of a ticket
 * @since 0.1.0
 */
public record EventStreamConfig(
        boolean eventsEnabled,
        int maxEventStreams,
        int maxEventStreamsWithoutToken,
        int maxEventPosts,
        int maxEventPostMessages,
        Duration eventPostTimeout,
        int maxEventTickets,
        Duration eventTicket) {}
