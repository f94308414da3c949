package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.transport.common.TcpSettings.KeepAlive;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.channels.AcceptingChannel;

/**
 * Sets the times of keep-alive probes on a port; the connections that it accepts inherit them. XNIO has no option for
 * them and hands out no socket, so the JDK's is taken from its fields. Where that or the platform fails, the system's
 * times stay, and a warning says so.
 */
final class KeepAliveTimes {

    private static final Logger LOG = LoggerFactory.getLogger(KeepAliveTimes.class);
    /** The port's class holds the one that owns the socket. */
    private static final int DEPTH = 2;

    private KeepAliveTimes() {}

    static void set(AcceptingChannel<?> port, KeepAlive wanted) {
        if (!wanted.hasTimes()) {
            return;
        }
        Optional<ServerSocketChannel> socket = socket(port, DEPTH);
        try {
            if (socket.isEmpty()) {
                throw new UnsupportedOperationException("this version of XNIO does not show its socket");
            }
            set(socket.get(), ExtendedSocketOptions.TCP_KEEPIDLE, wanted.idleSeconds());
            set(socket.get(), ExtendedSocketOptions.TCP_KEEPINTERVAL, wanted.intervalSeconds());
            set(socket.get(), ExtendedSocketOptions.TCP_KEEPCOUNT, wanted.probes());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "server.tcp_keep_alive_idle_seconds, _interval_seconds and _probes have no effect here ({}); "
                            + "the system's settings apply (Linux: net.ipv4.tcp_keepalive_*)",
                    e.getMessage());
        }
    }

    private static void set(ServerSocketChannel socket, SocketOption<Integer> option, int value) throws IOException {
        if (value > 0) {
            socket.setOption(option, value);
        }
    }

    /** The socket of a port. */
    static Optional<ServerSocketChannel> socket(Object owner, int depth) {
        for (Field field : owner.getClass().getDeclaredFields()) {
            if (field.getType() != ServerSocketChannel.class
                    && !field.getType().getName().startsWith("org.xnio.nio.NioTcpServer")) {
                continue;
            }
            Optional<ServerSocketChannel> found = value(owner, field)
                    .flatMap(value -> value instanceof ServerSocketChannel socket
                            ? Optional.of(socket)
                            : depth > 1 ? socket(value, depth - 1) : Optional.empty());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> value(Object owner, Field field) {
        try {
            return field.trySetAccessible() ? Optional.ofNullable(field.get(owner)) : Optional.empty();
        } catch (IllegalAccessException e) {
            return Optional.empty();
        }
    }
}
