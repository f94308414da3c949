package io.mychat.gateway.bench.driver;

import io.mychat.gateway.bench.server.ServerTlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A running server in its own JVM, with the same flags for all servers. Not thread-safe. */
public final class Server implements AutoCloseable {

    /** An idle server stays below this CPU time. */
    private static final long IDLE_NANOS = 5_000_000;

    private static final String ROUND_TRIPS = "mychat_redis_round_trips_total ";

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS = 150;

    private final LineProcess process;
    private final Path logins;
    private final Contender contender;
    private final int port;
    private final int httpPort;
    private final boolean tls;

    private Server(LineProcess process, Path logins, Contender contender, boolean tls, String ready) {
        this.process = process;
        this.logins = logins;
        this.contender = contender;
        this.tls = tls;
        String[] ports = ready.split(" ", -1);
        this.port = Integer.parseInt(ports[1]);
        this.httpPort = ports.length > 2 ? Integer.parseInt(ports[2]) : 0;
        if (contender.login().isPresent() && contender.cluster().isPresent() && httpPort == 0) {
            throw new IllegalStateException(contender.name() + ": that build cannot be measured with Redis");
        }
    }

    /** Starts the comparison program for a cluster's messages, with this number of concurrent senders. */
    public static Server startEcho(Cluster cluster, int talkers, Settings settings) throws IOException {
        return start(
                Contender.redis(cluster),
                settings,
                List.of(
                        cluster.redisHost(),
                        String.valueOf(cluster.redisPort()),
                        String.valueOf(talkers),
                        cluster.keyPrefix()),
                Files.createTempFile("gateway-bench", ".logins"));
    }

    /** Starts a contender for this number of clients. */
    public static Server start(Contender contender, int clients, Settings settings) throws IOException {
        Path logins = Files.createTempFile("gateway-bench", ".logins");
        List<String> arguments = new ArrayList<>();
        contender
                .login()
                .ifPresent(
                        login -> arguments.addAll(List.of(login.name(), String.valueOf(clients), logins.toString())));
        contender.cluster().ifPresent(cluster -> arguments.addAll(cluster.arguments()));
        return start(contender, settings, arguments, logins);
    }

    private static Server start(Contender contender, Settings settings, List<String> arguments, Path logins)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (contender.isProgram()) {
            command.add(contender.classPath());
        } else {
            command.addAll(settings.java());
            settings.tls().ifPresent(files -> command.add("-D" + ServerTlsFiles.PROPERTY + "=" + files));
            command.addAll(
                    List.of("-cp", contender.classPath(), contender.main().getName()));
        }
        command.add(String.valueOf(settings.ioThreads()));
        command.addAll(arguments);
        LineProcess process = new LineProcess(command);
        try {
            String ready = process.line();
            while (!ready.startsWith("READY ")) {
                ready = process.line(); // the JVM says something about its flags
            }
            return new Server(process, logins, contender, settings.tls().isPresent(), ready);
        } catch (IOException | RuntimeException e) {
            process.close();
            Files.delete(logins);
            throw e;
        }
    }

    /** To ask what only servers of this kind know. */
    LineProcess process() {
        return process;
    }

    Contender contender() {
        return contender;
    }

    boolean isTls() {
        return tls;
    }

    int port() {
        return port;
    }

    /** The file with the clients' login messages; {@code -} when there is no login. */
    String logins() {
        return contender.login().isPresent() ? logins.toString() : "-";
    }

    /** CPU time of the whole process so far. */
    public long cpuNanos() throws IOException {
        return Long.parseLong(process.ask("cpu"));
    }

    /** The time that its JIT compiler has worked so far, in milliseconds. */
    public long compilerMillis() throws IOException {
        return Long.parseLong(process.ask("jit"));
    }

    /** The bytes of all objects that its threads have allocated so far. */
    public long allocatedBytes() throws IOException {
        return Long.parseLong(process.ask("allocated"));
    }

    /** The memory of the whole process, as Linux counts it; 0 where it is not known. */
    public long residentBytes() throws IOException {
        return Long.parseLong(process.ask("resident"));
    }

    /** The number of its open files and sockets. */
    public long openFiles() throws IOException {
        return Long.parseLong(process.ask("files"));
    }

    /** The number of messages that the comparison program completes in this time. */
    public long talk(long millis) throws IOException {
        return Long.parseLong(process.ask("talk " + millis));
    }

    /** The number of its round trips to Redis so far, by its own count. */
    public long roundTrips() throws IOException {
        URL metrics = new URL("http", "127.0.0.1", httpPort, "/api/system/metrics");
        URLConnection connection = metrics.openConnection();
        connection.setRequestProperty("Accept", "text/plain");
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(ROUND_TRIPS))
                    .mapToLong(line -> Math.round(Double.parseDouble(line.substring(ROUND_TRIPS.length()))))
                    .findFirst()
                    .orElseThrow(() -> new IOException(contender.name() + " does not count round trips"));
        }
    }

    /** Its live objects, after a full collection. */
    public LiveObjects histogram() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = process.ask("histogram"); !line.equals("END"); line = process.line()) {
            lines.add(line);
        }
        return LiveObjects.parse(lines);
    }

    /**
     * Waits until it has at most this number of open files and is idle; at most half a minute.
     *
     * @return the CPU time so far, see {@link #cpuNanos()}
     */
    public long awaitIdle(long atMostFiles) throws IOException {
        for (int i = 0; i < LOOKS; i++) {
            long now = awaitIdle(List.of(this));
            if (openFiles() <= atMostFiles) {
                return now;
            }
        }
        throw new IOException(contender.name() + " keeps " + openFiles() + " files open");
    }

    /** Waits until none of them has anything left to do, half a minute at most; the CPU time of all of them so far. */
    public static long awaitIdle(List<Server> servers) throws IOException {
        long before = cpuNanos(servers);
        for (int i = 0; i < LOOKS; i++) {
            pause();
            long now = cpuNanos(servers);
            if (now - before < IDLE_NANOS * servers.size()) {
                return now;
            }
            before = now;
        }
        throw new IOException(servers.get(0).contender.name() + " does not come to rest");
    }

    private static long cpuNanos(List<Server> servers) throws IOException {
        long nanos = 0;
        for (Server server : servers) {
            nanos += server.cpuNanos();
        }
        return nanos;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
        Files.deleteIfExists(logins);
    }
}
