package io.mychat.gateway.bench.client.dialect;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The protocol of the gateway in JSON. A client that returns resumes at the entry before the newest that it heard of when
 * it was here last, so that it has missed one message.
 */
final class GatewayDialect implements Dialect {

    private static final String DELIVERED = "{\"cmd_id\":2003,";
    private static final String GOOD = "\"code\":200,";
    private static final String INBOX_SEQ = "\\\"inbox_seq\\\":";

    @Override
    public String path() {
        return "/ws";
    }

    private static final Pattern RESUME =
            Pattern.compile("\\\\\"epoch\\\\\":\\\\\"([^\\\\]+)\\\\\".*\\\\\"latest_seq\\\\\":(\\d+)");

    /** Where each client was when it logged in last. */
    private final Map<Integer, Position> positions = new HashMap<>();

    private record Position(String epoch, long latest) {}

    @Override
    public Greeting greeting(int client, String line) {
        return line.isEmpty() ? Greeting.NONE : new Login(client, line, false);
    }

    @Override
    public Greeting returning(int client, String line) {
        Position position = positions.get(client);
        if (position == null || position.latest() == 0) {
            return greeting(client, line);
        }
        String resume =
                ",\"resume\":{\"epoch\":\"" + position.epoch() + "\",\"last_seq\":" + (position.latest() - 1) + "}}}";
        return new Login(client, line.substring(0, line.length() - 2) + resume, true);
    }

    @Override
    public String say(int toClient, Said said) {
        return "{\"cmd_id\":2001,\"request_id\":\"" + said.number() + "\",\"data\":{\"to_user\":\"user-" + toClient
                + "\",\"content\":\"" + said.content() + "\",\"client_msg_id\":\"" + said.id() + "\"}}";
    }

    @Override
    public Meaning meaning(String text) throws IOException {
        if (text.startsWith(DELIVERED)) {
            return Meaning.DELIVERY;
        }
        if (!text.contains(GOOD)) {
            throw new IOException("unexpected: " + text);
        }
        return Meaning.ANSWER;
    }

    @Override
    public String acknowledge(String delivery) throws IOException {
        int at = delivery.indexOf(INBOX_SEQ);
        if (at < 0) {
            throw new IOException("no inbox_seq: " + delivery);
        }
        int from = at + INBOX_SEQ.length();
        int to = from;
        while (Character.isDigit(delivery.charAt(to))) {
            to++;
        }
        return "{\"cmd_id\":2004,\"data\":{\"inbox_seq\":" + delivery.substring(from, to) + "}}";
    }

    private final class Login implements Greeting {
        private final int client;
        private final String request;
        private boolean missed;
        private boolean accepted;

        Login(int client, String request, boolean missed) {
            this.client = client;
            this.request = request;
            this.missed = missed;
        }

        @Override
        public List<String> opening() {
            return List.of(request);
        }

        @Override
        public List<String> answer(String received) throws IOException {
            if (received.startsWith(DELIVERED)) {
                missed = false;
            } else if (!received.contains(GOOD)) {
                throw new IOException("login failed: " + received);
            } else {
                accepted = true;
                Matcher resume = RESUME.matcher(received);
                if (resume.find()) {
                    positions.put(client, new Position(resume.group(1), Long.parseLong(resume.group(2))));
                }
            }
            return List.of();
        }

        @Override
        public boolean isDone() {
            return accepted && !missed;
        }
    }
}
