package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.transport.common.request.HeadLimits;
import io.mychat.gateway.transport.common.request.RefusalCounts;
import java.time.Duration;

/**
 * The rules for all connections of one port.
 *
 * @param timeout the time for a request head, for a body, for a response, and of a connection without a request
 * @param refusals counts the requests that the transport refuses itself
 * @param handler answers requests of admitted connections
 * @param heads writes the heads of responses
 */
public record PortRules(
        HeadLimits limits, Duration timeout, RefusalCounts refusals, RequestHandler handler, ResponseHead heads) {

    /** The rules of a port. */
    public PortRules(HeadLimits limits, Duration timeout, RefusalCounts refusals, RequestHandler handler) {
        this(limits, timeout, refusals, handler, new ResponseHead());
    }
}
