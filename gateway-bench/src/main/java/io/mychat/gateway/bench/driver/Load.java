package io.mychat.gateway.bench.driver;

import io.mychat.gateway.bench.client.LoadClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The clients of one server, in a separate process. Used by one thread. */
public final class Load implements AutoCloseable {

    private final LineProcess process;
    private final Contender contender;

    private Load(LineProcess process, Contender contender) {
        this.process = process;
        this.contender = contender;
    }

    /** Clients that can do everything. */
    public static Load start(Server server, int clients) throws IOException {
        return start(server, server, clients);
    }

    /** As many clients, the first half of them of one server, the others of another one of the same cluster. */
    public static Load start(Server first, Server second, int clients) throws IOException {
        return start(first, second, clients, first.logins());
    }

    /** Clients that connect and upgrade, and do not log in. */
    public static Load startStrangers(Server server, int clients) throws IOException {
        return start(server, server, clients, "-");
    }

    private static Load start(Server first, Server second, int clients, String logins) throws IOException {
        List<String> flags = first.isTls() ? List.of("-D" + LoadClient.TLS + "=true") : List.of();
        List<String> arguments = List.of(
                first.port() + "," + second.port(),
                String.valueOf(clients),
                logins,
                first.contender().dialect().name());
        return new Load(LineProcess.clients(LoadClient.class, flags, arguments), first.contender());
    }

    /** Clients that only come and go: the C program where it could be compiled, which knows no TLS. */
    public static Load startCrowd(CrowdProgram program, Server server, int clients) throws IOException {
        if (program.path().isEmpty() || server.isTls()) {
            return start(server, clients);
        }
        return crowd(program.path().get(), server, clients, server.logins());
    }

    private static Load crowd(Path program, Server server, int clients, String logins) throws IOException {
        return new Load(
                new LineProcess(
                        List.of(program.toString(), String.valueOf(server.port()), String.valueOf(clients), logins)),
                server.contender());
    }

    /**
     * Clients in C that stay beside others.
     *
     * @param loginsOfOthers the lines at the beginning of the server's file that the others log in with
     */
    public static Load startBeside(CrowdProgram program, Server server, int clients, int loginsOfOthers)
            throws IOException {
        Path own = Files.createTempFile("gateway-bench", ".logins");
        try {
            List<String> lines = Files.readAllLines(Path.of(server.logins()));
            Files.write(own, lines.subList(loginsOfOthers, loginsOfOthers + clients));
            Load load = crowd(program.path().orElseThrow(), server, clients, own.toString());
            try {
                Delays unused = load.join();
                return load;
            } catch (IOException | RuntimeException e) {
                load.close();
                throw e;
            }
        } finally {
            Files.delete(own);
        }
    }

    /** All that are missing connect. */
    public Delays join() throws IOException {
        return Delays.parse(process.ask("join"));
    }

    /** All clients leave without a close, and {@code comeBack} of them come back at once. */
    public Delays leave(int comeBack) throws IOException {
        return Delays.parse(process.ask("leave " + comeBack));
    }

    /** So many leave without a word and come back at once. */
    public Delays blink(int count) throws IOException {
        return Delays.parse(process.ask("blink " + count));
    }

    /**
     * All that are missing connect at once.
     *
     * @return the delays from the beginning of the storm
     */
    public Delays storm() throws IOException {
        return Delays.parse(process.ask("storm"));
    }

    /** As {@link #storm()}, of clients that go on with the sessions that they had. */
    public Delays comeBack() throws IOException {
        return Delays.parse(process.ask("return"));
    }

    /** The first client keeps so many messages to the user of all others in progress. Returns the number of deliveries. */
    public long fanOut(int depth, long millis) throws IOException {
        return Long.parseLong(process.ask("fan " + depth + " " + millis).substring("DONE ".length()));
    }

    /** Keeps this number of heartbeats unanswered on each connection. Returns the number of answers. */
    public long heartbeats(int outstanding, long millis) throws IOException {
        String answer = process.ask("load " + outstanding + " " + millis, contender.request(), contender.reply());
        return Long.parseLong(answer.substring("DONE ".length()));
    }

    /**
     * Each of the first half sends a message to its partner in the second half, and the next one when that has been
     * answered and delivered.
     *
     * @param acknowledge whether the receiver acknowledges each, and the sender waits for that too
     * @return how many were sent and delivered
     */
    public long talk(long millis, boolean acknowledge) throws IOException {
        return talk(1, millis, acknowledge);
    }

    /** As {@link #talk(long, boolean)}, with this number of messages of each pair in progress. */
    public long talk(int depth, long millis, boolean acknowledge) throws IOException {
        String answer = process.ask("talk " + depth + " " + millis + " " + acknowledge);
        return Long.parseLong(answer.substring("DONE ".length()));
    }

    /**
     * The pairs send so many messages a second in all.
     *
     * @return the delays until they were delivered, or until the answer to the acknowledgement
     */
    public Delays pace(int perSecond, long millis, boolean acknowledge) throws IOException {
        return Delays.parse(process.ask("pace " + perSecond + " " + millis + " " + acknowledge));
    }

    /** From now on clients that come back resume their TLS session, or begin another one. */
    public Handshakes resume(boolean wanted) throws IOException {
        String[] words = process.ask(wanted ? "tls resume" : "tls full").split(" ", -1);
        return new Handshakes(Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    /** TLS handshakes of all clients so far. */
    public record Handshakes(long full, long resumed) {}

    @Override
    public void close() {
        process.close();
    }
}
