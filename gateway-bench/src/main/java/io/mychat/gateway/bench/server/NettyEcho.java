package io.mychat.gateway.bench.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
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
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Netty's WebSocket handlers, sending back what they get: one flush for all frames of a read. Java NIO, as the gateway's
 * transport. Argument: I/O threads.
 */
public final class NettyEcho {

    private static final int BACKLOG = 4096;
    private static final int MAX_MESSAGE_BYTES = 65536;

    private NettyEcho() {}

    public static void main(String[] args) throws Exception {
        SslContext tls = tls();
        MultiThreadIoEventLoopGroup group =
                new MultiThreadIoEventLoopGroup(Integer.parseInt(args[0]), NioIoHandler.newFactory());
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_MESSAGE_BYTES))
                                .addLast(new WebSocketServerProtocolHandler("/ws", null, false, MAX_MESSAGE_BYTES))
                                .addLast(new Echo());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        Control.serve(((InetSocketAddress) server.localAddress()).getPort());
    }

    private static @Nullable SslContext tls() throws SSLException {
        Path files = ServerTlsFiles.directory().orElse(null);
        return files == null
                ? null
                : SslContextBuilder.forServer(
                                ServerTlsFiles.certificate(files).toFile(),
                                ServerTlsFiles.key(files).toFile())
                        .sslProvider(SslProvider.JDK)
                        .build();
    }

    private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {
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
