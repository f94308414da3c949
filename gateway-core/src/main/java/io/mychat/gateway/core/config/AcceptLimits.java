package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.NumberKey;
import io.mychat.gateway.spi.config.ConfigSection;

/**
 * Bounds on TCP connections from {@code accept} on; keys of the section {@code server}. Each is one in all and one for each
 * address.
 *
 * @param pending connections that have not sent a whole request yet
 * @param pendingPerIp those of one address
 * @param handshakes TLS handshakes that are not finished
 * @param handshakesPerIp those of one address
 * @param http connections to the HTTP port
 * @param httpPerIp those of one address
 * @param refused connections over a bound that may wait for their answer; more are closed without one
 */
public record AcceptLimits(
        int pending, int pendingPerIp, int handshakes, int handshakesPerIp, int http, int httpPerIp, int refused) {

    private static final int MOST = 10_000_000;
    private static final NumberKey PENDING = new NumberKey("max_pending_connections", 10_000, 1, MOST);
    private static final NumberKey PENDING_PER_IP = new NumberKey("max_pending_connections_per_ip", 256, 1, MOST);
    private static final NumberKey HANDSHAKES = new NumberKey("max_tls_handshakes", 1000, 1, MOST);
    private static final NumberKey HANDSHAKES_PER_IP = new NumberKey("max_tls_handshakes_per_ip", 256, 1, MOST);
    private static final NumberKey HTTP = new NumberKey("max_http_connections", 2000, 1, MOST);
    private static final NumberKey HTTP_PER_IP = new NumberKey("max_http_connections_per_ip", 256, 1, MOST);
    private static final NumberKey REFUSED = new NumberKey("max_refused_connections", 64, 0, 100_000);

    public AcceptLimits {
        PENDING.check(pending);
        PENDING_PER_IP.check(pendingPerIp);
        HANDSHAKES.check(handshakes);
        HANDSHAKES_PER_IP.check(handshakesPerIp);
        HTTP.check(http);
        HTTP_PER_IP.check(httpPerIp);
        REFUSED.check(refused);
    }

    static AcceptLimits read(ConfigSection server) {
        return new AcceptLimits(
                PENDING.intIn(server),
                PENDING_PER_IP.intIn(server),
                HANDSHAKES.intIn(server),
                HANDSHAKES_PER_IP.intIn(server),
                HTTP.intIn(server),
                HTTP_PER_IP.intIn(server),
                REFUSED.intIn(server));
    }
}
