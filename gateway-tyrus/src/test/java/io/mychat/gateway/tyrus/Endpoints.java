package io.mychat.gateway.tyrus;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Endpoints of a host. */
final class Endpoints {

    /** What endpoints were told of the ends of their sessions: the codes. */
    static final BlockingQueue<Integer> CLOSED = new LinkedBlockingQueue<>();

    private Endpoints() {}

    /** Answers with what it gets. */
    @ServerEndpoint(
            value = "/echo/{room}",
            subprotocols = {"v2.echo", "v1.echo"})
    public static final class Echo {

        @OnMessage
        public String text(String text, @PathParam("room") String room, Session session) throws IOException {
            return switch (text) {
                case "thread" -> Thread.currentThread().getName();
                case "secure" -> String.valueOf(session.isSecure());
                case "query" -> session.getRequestParameterMap().get("q").get(0);
                case "leave" -> {
                    session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(4001), "as you wish"));
                    yield null;
                }
                case "fail" -> throw new IllegalStateException("asked to fail");
                default -> room + ":" + text;
            };
        }

        @OnMessage
        public ByteBuffer bytes(ByteBuffer bytes) {
            return bytes;
        }

        @OnClose
        public void closed(CloseReason reason) {
            CLOSED.add(reason.getCloseCode().getCode());
        }

        @OnError
        public void failed(Session session, Throwable cause) throws IOException {
            if (cause instanceof IllegalStateException) {
                session.close(new CloseReason(CloseReason.CloseCodes.UNEXPECTED_CONDITION, ""));
            }
        }
    }

    /** Sends without an end to whoever asks, in the way that is asked for. */
    @ServerEndpoint("/flood")
    public static final class Flood {

        private static final String BLOCK = "x".repeat(50_000);

        @OnMessage
        public void go(String way, Session session) throws IOException {
            while (session.isOpen()) {
                if (way.equals("async")) {
                    session.getAsyncRemote().sendText(BLOCK, result -> {});
                } else {
                    session.getBasicRemote().sendText(BLOCK);
                }
            }
        }

        @OnError
        public void failed(Throwable cause) {}

        @OnClose
        public void closed(CloseReason reason) {
            CLOSED.add(reason.getCloseCode().getCode());
        }
    }

    /** Takes texts only and has nothing that is told of its failures. */
    @ServerEndpoint("/bare/{way}")
    public static final class Bare {

        private static final String BLOCK = "x".repeat(50_000);

        @OnMessage
        public void text(String text, @PathParam("way") String way, Session session) throws IOException {
            while (way.equals("flood")) {
                session.getBasicRemote().sendText(BLOCK);
            }
            if (text.equals("bad")) {
                throw new IllegalArgumentException("no " + text);
            }
            session.getBasicRemote().sendText(text);
        }
    }

    /** Covers every path of one segment, the gateway's too. */
    @ServerEndpoint("/{any}")
    public static final class Any {

        @OnOpen
        public void opened(Session session, @PathParam("any") String any) throws IOException {
            session.getBasicRemote().sendText("any:" + any);
        }
    }

    /** Takes the gateway's path. */
    @ServerEndpoint("/ws")
    public static final class Thief {}

    /** A programmatic endpoint. */
    public static final class Greeter extends Endpoint {

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>)
                    name -> session.getAsyncRemote().sendText("Hello " + name, result -> {}));
        }
    }

    static ServerEndpointConfig greeter() {
        return ServerEndpointConfig.Builder.create(Greeter.class, "/greet/there")
                .configurator(new ServerEndpointConfig.Configurator() {
                    @Override
                    public boolean checkOrigin(String origin) {
                        return !"https://evil.example".equals(origin);
                    }

                    @Override
                    public void modifyHandshake(
                            ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
                        response.getHeaders().put("X-Greeter", List.of("yes"));
                    }
                })
                .build();
    }
}
