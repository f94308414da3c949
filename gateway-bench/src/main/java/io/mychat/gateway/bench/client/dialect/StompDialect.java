package io.mychat.gateway.bench.client.dialect;

import java.io.IOException;
import java.util.List;

/**
 * STOMP 1.2 over WebSocket. Each client subscribes to its messages and to the answers to its own; since a simple broker
 * sends no receipts, it is logged in when a message to itself has been answered.
 */
final class StompDialect implements Dialect {

    private static final String END = "\0";
    private static final String MESSAGES = "subscription:messages\n";
    private static final String ANSWERS = "subscription:answers\n";

    @Override
    public String path() {
        return "/ws";
    }

    @Override
    public Greeting greeting(int client, String line) {
        return new Subscribe(client);
    }

    @Override
    public String say(int toClient, Said said) {
        return "SEND\ndestination:/app/say\ncontent-type:application/json\n\n{\"to\":\"user-" + toClient
                + "\",\"content\":\"" + said.content() + "\",\"id\":\"" + said.id() + "\"}" + END;
    }

    @Override
    public Meaning meaning(String text) throws IOException {
        if (text.startsWith("MESSAGE\n") && text.contains(MESSAGES)) {
            return Meaning.DELIVERY;
        }
        if (text.startsWith("MESSAGE\n") && text.contains(ANSWERS)) {
            return Meaning.ANSWER;
        }
        throw new IOException("unexpected: " + text);
    }

    @Override
    public String acknowledge(String delivery) {
        throw new UnsupportedOperationException("the broker stores nothing that could be acknowledged");
    }

    private static String subscribe(String id, String destination) {
        return "SUBSCRIBE\nid:" + id + "\ndestination:" + destination + "\n\n" + END;
    }

    private final class Subscribe implements Greeting {
        private final int client;
        private boolean done;

        Subscribe(int client) {
            this.client = client;
        }

        @Override
        public List<String> opening() {
            return List.of("CONNECT\naccept-version:1.2\nhost:127.0.0.1\nlogin:user-" + client + "\n\n" + END);
        }

        @Override
        public List<String> answer(String received) throws IOException {
            if (received.startsWith("CONNECTED\n")) {
                return List.of(
                        subscribe("messages", "/user/queue/messages"),
                        subscribe("answers", "/user/queue/answers"),
                        say(client, new Said(0, "login", "")));
            }
            done = meaning(received) == Meaning.ANSWER;
            return List.of();
        }

        @Override
        public boolean isDone() {
            return done;
        }
    }
}
