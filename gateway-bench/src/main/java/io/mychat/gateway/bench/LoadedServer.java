package io.mychat.gateway.bench;

import io.mychat.gateway.bench.driver.Contender;
import io.mychat.gateway.bench.driver.Load;
import io.mychat.gateway.bench.driver.Server;
import io.mychat.gateway.bench.driver.Settings;
import java.io.IOException;

/** A running server with its clients, which are not connected yet. Closing ends both. Not thread-safe. */
record LoadedServer(Contender contender, Server server, Load load) implements AutoCloseable {

    private interface Clients {
        Load start(Server server, int clients) throws IOException;
    }

    static LoadedServer start(Contender contender, int clients, Settings settings) throws IOException {
        return start(contender, clients, settings, Load::start);
    }

    /** The server has logins for more clients than are started here. */
    static LoadedServer startWithLogins(Contender contender, int clients, int logins, Settings settings)
            throws IOException {
        return start(contender, logins, settings, (server, all) -> Load.start(server, clients));
    }

    /** Its clients do not log in. */
    static LoadedServer startWithStrangers(Contender contender, int clients, Settings settings) throws IOException {
        return start(contender, clients, settings, Load::startStrangers);
    }

    private static LoadedServer start(Contender contender, int clients, Settings settings, Clients starter)
            throws IOException {
        Server server = Server.start(contender, clients, settings);
        try {
            return new LoadedServer(contender, server, starter.start(server, clients));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        load.close();
        server.close();
    }
}
