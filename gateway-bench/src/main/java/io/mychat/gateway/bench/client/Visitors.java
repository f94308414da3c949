package io.mychat.gateway.bench.client;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Users who connect, log in and leave at once, one after the other. Not thread-safe. */
final class Visitors {

    private final Selector selector;
    private final List<String> logins;
    private final Set<Client> there = new HashSet<>();
    private int next;

    /** @param logins so many that each has left for good before its turn comes again */
    Visitors(Selector selector, List<String> logins) {
        this.selector = selector;
        this.logins = logins;
    }

    void visit(int port, Traffic traffic) throws IOException {
        there.add(Client.plain(port, logins.get(next++ % logins.size()), selector));
        traffic.visited();
    }

    void leaveIfReady(Client client) throws IOException {
        if (client.isReady() && there.remove(client)) {
            client.close();
        }
    }

    boolean areThere() {
        return !there.isEmpty();
    }
}
