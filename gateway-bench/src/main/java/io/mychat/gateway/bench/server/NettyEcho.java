package io.mychat.gateway.bench.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Netty's WebSocket handlers, sending back what they get: one flush for all frames of a read. Java NIO, as the gateway's
 * transport. Argument: I/O threads.
 */
public final class NettyEcho {

    private static final int BACKLOG = 4096;
    private static final int MAX_MESSAGE_BYTES = 65536;

    private NettyEcho() {}

    public static void main(String[] args) throws Exception {
        run(Integer.parseInt(args[0]), NioIoHandler.newFactory(), NioServerSocketChannel.class, Echo::new);
    }

    /** The same with the selectors and sockets of another kind. */
    public static void run(
            int threads,
            IoHandlerFactory handlers,
            Class<? extends ServerChannel> sockets,
            Supplier<ChannelHandler> application)
            throws Exception {
        Optional<SslContext> tls = tls();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(threads, handlers);
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(sockets)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        tls.ifPresent(context -> channel.pipeline().addLast(context.newHandler(channel.alloc())));
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_MESSAGE_BYTES))
                                .addLast(new WebSocketServerProtocolHandler("/ws", null, false, MAX_MESSAGE_BYTES))
                                .addLast(application.get());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        Control.serve(((InetSocketAddress) server.localAddress()).getPort());
    }

    /** The JDK's TLS, where the system properties name the files as for the gateway. */
    private static Optional<SslContext> tls() {
        return ServerTlsFiles.directory().map(NettyEcho::tls);
    }

    private static SslContext tls(Path files) {
        try {
            return SslContextBuilder.forServer(
                            ServerTlsFiles.certificate(files).toFile(),
                            ServerTlsFiles.key(files).toFile())
                    .sslProvider(SslProvider.JDK)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the files of TLS are of no use", e);
        }
    }

    /** Sends back. */
    public static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            ChannelFuture unused = context.write(frame.retain(), context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelFuture unused = context.close(); // the peer is gone
        }
    }
}
