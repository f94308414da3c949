package io.mychat.gateway.spi.backend;

import java.net.URI;
import java.util.List;

/**
 * Figures of one service, for metrics. Counters start at zero with the gateway or with a new service.
 *
 * @param running number of running calls
 * @param calls number of calls so far
 * @param retries number of attempts beyond the first one of each call
 * @param rejected number of calls that exceeded the limit or found no server
 * @since 0.1.0
 */
public record ServiceStatus(int running, long calls, long retries, long rejected, List<Server> servers) {

    public ServiceStatus {
        servers = List.copyOf(servers);
    }

    /**
     * Figures of one server.
     *
     * @param running number of running attempts
     * @param attempts number of attempts so far
     * @param failures number of attempts that failed because of the server
     */
    public record Server(URI url, State state, int running, long attempts, long failures) {}

    /** Whether a server gets calls. */
    public enum State {
        UP,
        /** Its health check fails. */
        UNHEALTHY,
        /** Its circuit breaker is open because too many calls failed. */
        OPEN,
        /** Its circuit breaker lets a few trial calls through. */
        HALF_OPEN
    }
}
