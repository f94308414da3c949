package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.transport.common.TcpSettings;
import org.xnio.OptionMap;
import org.xnio.Options;

/** The settings of TCP as options of XNIO. */
final class TcpOptions {

    private TcpOptions() {}

    /** What XNIO sets on a port and on the connections that it accepts. */
    static OptionMap of(TcpSettings tcp) {
        OptionMap.Builder options = OptionMap.builder()
                .set(Options.BACKLOG, tcp.backlog())
                .set(Options.TCP_NODELAY, tcp.noDelay())
                .set(Options.KEEP_ALIVE, tcp.keepAlive().enabled())
                .set(Options.REUSE_ADDRESSES, true);
        if (tcp.sendBuffer() > 0) {
            options.set(Options.SEND_BUFFER, tcp.sendBuffer());
        }
        if (tcp.receiveBuffer() > 0) {
            options.set(Options.RECEIVE_BUFFER, tcp.receiveBuffer());
        }
        return options.getMap();
    }
}
