package io.mychat.gateway.bench.peer;

import io.mychat.gateway.bench.server.NettyEcho;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Netty's WebSocket handlers: for each text one of the length of the gateway's 2003 goes to all other clients, and an
 * answer to its sender. Java NIO, one flush for the frames of a read. Argument: I/O threads, which is 1.
 */
public final class NettyFanOut {

    private static final ByteBuf DELIVERY = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
            .writeBytes(
                    ("{\"cmd_id\":2003,\"data\":\"" + "x".repeat(330) + "\"}").getBytes(StandardCharsets.US_ASCII)));
    private static final String ANSWER =
            "{\"cmd_id\":2001,\"request_id\":\"1\",\"code\":200,\"message\":\"Success\",\"data\":\"{}\"}";

    private NettyFanOut() {}

    public static void main(String[] args) throws Exception {
        Set<Channel> clients = new LinkedHashSet<>(); // of the one thread
        NettyEcho.run(1, NioIoHandler.newFactory(), NioServerSocketChannel.class, () -> new ToAll(clients));
    }

    private static final class ToAll extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final Set<Channel> clients;

        ToAll(Set<Channel> clients) {
            this.clients = clients;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete) {
                clients.add(context.channel());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            clients.remove(context.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            for (Channel client : clients) {
                if (client != context.channel()) {
                    ChannelFuture unused =
                            client.write(new TextWebSocketFrame(DELIVERY.duplicate()), client.voidPromise());
                }
            }
            ChannelFuture unused = context.write(new TextWebSocketFrame(ANSWER), context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            clients.forEach(Channel::flush);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelFuture unused = context.close(); // the peer is gone
        }
    }
}
