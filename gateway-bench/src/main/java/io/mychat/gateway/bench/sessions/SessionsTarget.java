package io.mychat.gateway.bench.sessions;

import io.mychat.gateway.bench.server.Control;
import io.mychat.gateway.bench.server.TokenLogins;
import io.mychat.gateway.bench.server.UnlimitedGateway;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import java.io.IOException;

/**
 * A gateway without sockets, and its clients. What it is told: {@code pairs 100}: so many pairs log in. {@code silent
 * 1000}: so many others log in; answered with the nanoseconds that they have taken. {@code talk 8 600 true}: the pairs keep
 * 8 messages in progress for 600 ms, acknowledged; answered with the number of messages. {@code pause}: the longest pause of
 * the collector since the last such question, in milliseconds.
 */
public final class SessionsTarget {

    private static final int MOST_CLIENTS = 10_000_000;

    private final Clients clients;
    private final PauseWatch pauses = PauseWatch.start();

    private SessionsTarget(Clients clients) {
        this.clients = clients;
    }

    public static void main(String[] args) throws Exception {
        String secret = UnlimitedGateway.newSecret();
        Arrivals arrivals = new Arrivals();
        CountingTransport transport = new CountingTransport(arrivals);
        GatewayServer gateway = UnlimitedGateway.builder(secret)
                .setting("server.max_connections", MOST_CLIENTS)
                .setting("security.anomalies.messages_per_user.count", 10_000_000) // they write as fast as they can
                .webSocketTransport(transport)
                .httpTransport(new InMemoryHttpTransport())
                .build();
        gateway.start();
        Control.serve(new SessionsTarget(new Clients(transport, arrivals, new TokenLogins(secret)))::answer, 0);
    }

    private String answer(String line) throws IOException {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "pairs" -> {
                clients.addPairs(Integer.parseInt(words[1]));
                return "DONE";
            }
            case "silent" -> {
                return String.valueOf(clients.addSilent(Integer.parseInt(words[1])));
            }
            case "talk" -> {
                return String.valueOf(clients.talk(
                        Integer.parseInt(words[1]), Long.parseLong(words[2]), Boolean.parseBoolean(words[3])));
            }
            case "pause" -> {
                return String.valueOf(pauses.take());
            }
            default -> {
                return "UNKNOWN " + line;
            }
        }
    }
}
