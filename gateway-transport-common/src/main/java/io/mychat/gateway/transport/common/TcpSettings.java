package io.mychat.gateway.transport.common;

import io.mychat.gateway.spi.config.ConfigSection;

/**
 * The options of the sockets of all ports (specification 10.4).
 *
 * @param backlog {@code tcp_backlog}: connections that the system completes before the gateway accepts them
 * @param noDelay {@code tcp_no_delay}: whether small segments are sent at once
 * @param sendBuffer {@code tcp_send_buffer_bytes}: the system's buffer for what a client has not acknowledged; 0: the
 *     system chooses and changes its size
 * @param receiveBuffer {@code tcp_receive_buffer_bytes}: the system's buffer for what the gateway has not read; 0: as
 *     above
 */
public record TcpSettings(int backlog, boolean noDelay, int sendBuffer, int receiveBuffer, KeepAlive keepAlive) {

    /**
     * Probes of the system on silent connections.
     *
     * @param enabled {@code tcp_keep_alive}
     * @param idleSeconds {@code tcp_keep_alive_idle_seconds}: the silence before the first probe; 0: the system's
     * @param intervalSeconds {@code tcp_keep_alive_interval_seconds}: the time between probes; 0: the system's
     * @param probes {@code tcp_keep_alive_probes}: unanswered ones that end the connection; 0: the system's
     */
    public record KeepAlive(boolean enabled, int idleSeconds, int intervalSeconds, int probes) {

        /** Leaves the times to the system. */
        public static final KeepAlive OF_SYSTEM = new KeepAlive(true, 0, 0, 0);

        /** Whether any of the times is not the system's. */
        public boolean hasTimes() {
            return enabled && (idleSeconds > 0 || intervalSeconds > 0 || probes > 0);
        }
    }

    /** A smaller buffer has the peer wait after each few bytes. */
    private static final int SMALLEST_BUFFER = 4096;

    /** What the schema declares as defaults. */
    public static final TcpSettings DEFAULTS = new TcpSettings(4096, true, 262_144, 0, KeepAlive.OF_SYSTEM);

    /** Reads the keys. */
    public static TcpSettings read(ConfigSection server) {
        return new TcpSettings(
                server.integer("tcp_backlog"),
                server.flag("tcp_no_delay"),
                buffer(server, "tcp_send_buffer_bytes"),
                buffer(server, "tcp_receive_buffer_bytes"),
                new KeepAlive(
                        server.flag("tcp_keep_alive"),
                        server.integer("tcp_keep_alive_idle_seconds"),
                        server.integer("tcp_keep_alive_interval_seconds"),
                        server.integer("tcp_keep_alive_probes")));
    }

    private static int buffer(ConfigSection server, String key) {
        int bytes = server.integer(key);
        if (bytes > 0 && bytes < SMALLEST_BUFFER) {
            server.fault(key, "must be 0 or at least " + SMALLEST_BUFFER);
        }
        return bytes;
    }
}
