package io.mychat.gateway.transport.nio.port;

import io.mychat.gateway.transport.common.TcpSettings;
import io.mychat.gateway.transport.common.TcpSettings.KeepAlive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sockets with the settings of TCP. */
final class ServerSockets {

    private static final Logger LOG = LoggerFactory.getLogger(ServerSockets.class);

    private ServerSockets() {}

    /** Binds a port. */
    static ServerSocketChannel bind(InetSocketAddress wanted, TcpSettings tcp) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (tcp.receiveBuffer() > 0) {
                // Before the bind: the window of a connection is agreed on before it is accepted.
                socket.setOption(StandardSocketOptions.SO_RCVBUF, tcp.receiveBuffer());
            }
            keepAliveTimes(socket, tcp.keepAlive());
            socket.bind(
                    new InetSocketAddress(InetAddress.getByName(wanted.getHostString()), wanted.getPort()),
                    tcp.backlog());
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Sets the options of an accepted connection. */
    static void configure(SocketChannel accepted, TcpSettings tcp) throws IOException {
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, tcp.noDelay());
        accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, tcp.keepAlive().enabled());
        if (tcp.sendBuffer() > 0) {
            accepted.setOption(StandardSocketOptions.SO_SNDBUF, tcp.sendBuffer());
        }
    }

    /** The connections of a port inherit the times of their probes. */
    private static void keepAliveTimes(ServerSocketChannel socket, KeepAlive wanted) {
        if (!wanted.hasTimes()) {
            return;
        }
        try {
            set(socket, ExtendedSocketOptions.TCP_KEEPIDLE, wanted.idleSeconds());
            set(socket, ExtendedSocketOptions.TCP_KEEPINTERVAL, wanted.intervalSeconds());
            set(socket, ExtendedSocketOptions.TCP_KEEPCOUNT, wanted.probes());
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
}
