package io.mychat.gateway.bench.peer;

import io.mychat.gateway.bench.server.NettyEcho;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;

/** {@link NettyEcho} on Netty's own epoll instead of the JDK's selectors. Argument: I/O threads. */
public final class EpollEcho {

    private EpollEcho() {}

    public static void main(String[] args) throws Exception {
        NettyEcho.run(
                Integer.parseInt(args[0]),
                EpollIoHandler.newFactory(),
                EpollServerSocketChannel.class,
                NettyEcho.Echo::new);
    }
}
