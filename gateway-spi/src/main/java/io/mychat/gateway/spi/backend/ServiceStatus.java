package io.mychat.gateway.spi.backend;

import java.net.URI;
import java.util.List;

/**
 * Numbers of one service, for metrics. Those that only grow begin at zero when the gateway starts or the service is new.
 *
 * @param running calls under way
 * @param calls calls so far
 * @param retries tries beyond the first one
 * @param rejected calls beyond the service's bound, and those that found no server
 */
public record ServiceStatus(int running, long calls, long retries, long rejected, List<Server> servers) {

    public ServiceStatus {
        servers = List.copyOf(servers);
    }

    /**
     * Numbers of one server.
     *
     * @param running tries under way
     * @param attempts tries so far
     * @param failures those that failed by the server's fault
     */
    public record Server(URI url, State state, int running, long attempts, long failures) {}

    /** Whether a server gets calls. */
    public enum State {
        UP,
        /** Its health check fails. */
        UNHEALTHY,
        /** Too many of its calls failed; it gets none for a while. */
        OPEN,
        /** It gets a few calls to prove itself. */
        HALF_OPEN
    }
}
