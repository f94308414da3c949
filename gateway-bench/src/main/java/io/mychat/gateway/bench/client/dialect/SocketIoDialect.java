package io.mychat.gateway.bench.client.dialect;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Engine.IO 4 over WebSocket, and in its messages Socket.IO: the events {@code join}, {@code say} and {@code said} of
 * the peer's relay. The answer to an event is its acknowledgement ({@code 43}).
 */
final class SocketIoDialect implements Dialect {

    private static final String OPEN = "0{";
    private static final String PING = "2";
    private static final String PONG = "3";
    private static final String CONNECT = "40";
    private static final String EVENT = "42[";
    private static final String EVENT_ANSWER = "43";

    @Override
    public String path() {
        return "/socket.io/?EIO=4&transport=websocket";
    }

    @Override
    public Greeting greeting(int client, String line) {
        return new Join(client);
    }

    @Override
    public String say(int toClient, Said said) {
        return "42" + said.number() + "[\"say\",{\"to\":\"user-" + toClient + "\",\"content\":\"" + said.content()
                + "\",\"id\":\"" + said.id() + "\"}]";
    }

    @Override
    public Meaning meaning(String text) throws IOException {
        if (text.startsWith(EVENT)) {
            return Meaning.DELIVERY;
        }
        if (text.startsWith(EVENT_ANSWER)) {
            return Meaning.ANSWER;
        }
        throw new IOException("unexpected: " + text);
    }

    @Override
    public String acknowledge(String delivery) {
        throw new UnsupportedOperationException("the relay stores nothing that could be acknowledged");
    }

    @Override
    public Optional<String> alive(String text) {
        return text.equals(PING) ? Optional.of(PONG) : Optional.empty();
    }

    private static final class Join implements Greeting {
        private final int client;
        private boolean done;

        Join(int client) {
            this.client = client;
        }

        @Override
        public List<String> opening() {
            return List.of();
        }

        @Override
        public List<String> answer(String received) throws IOException {
            if (received.startsWith(OPEN)) {
                return List.of(CONNECT);
            }
            if (received.startsWith(CONNECT)) {
                return List.of("420[\"join\",\"user-" + client + "\"]");
            }
            if (!received.startsWith(EVENT_ANSWER)) {
                throw new IOException("unexpected: " + received);
            }
            done = true;
            return List.of();
        }

        @Override
        public boolean isDone() {
            return done;
        }
    }
}
