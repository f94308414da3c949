package io.mychat.gateway.redis.testing;

import io.mychat.gateway.testkit.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisExecProvider;

/**
 * One Redis server in a process of its own, on a free port of the loopback address and with a directory of its own. Ends
 * with the JVM at the latest.
 */
public final class RedisProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 3;

    private final Path directory;
    private final int port;
    private final List<String> options;
    private final @Nullable TestCertificates tls;
    private final Thread atExit = new Thread(this::destroy);
    private @Nullable Process process;

    private RedisProcess(int port, Path directory, List<String> options, @Nullable TestCertificates tls) {
        this.port = port;
        this.tls = tls;
        this.directory = directory;
        this.options = options;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts one that keeps nothing. */
    public static RedisProcess start(String... options) {
        return started(server(List.of("--appendonly", "no"), options), null);
    }

    /** Starts one that speaks TLS only, and keeps nothing. */
    public static RedisProcess startTls(TestCertificates certificates, String... options) {
        return started(server(List.of("--appendonly", "no"), options), certificates);
    }

    /** Starts one that has every acknowledged write on disk. */
    public static RedisProcess startDurable(String... options) {
        return started(server(List.of("--appendonly", "yes", "--appendfsync", "always"), options), null);
    }

    /** A server's options. A master waits five seconds for more replicas by default; here there is one at most. */
    private static List<String> server(List<String> persistence, String... options) {
        List<String> all = new ArrayList<>(List.of("--save", "", "--repl-diskless-sync-delay", "0"));
        all.addAll(persistence);
        all.addAll(List.of(options));
        return all;
    }

    /** Starts a sentinel that watches one master, and decides alone. */
    public static RedisProcess startSentinel(int masterPort, String masterName) {
        return startSentinel(masterPort, masterName, null);
    }

    /**
     * Starts a sentinel that watches one master, and decides alone.
     *
     * @param tls for a sentinel and a master that speak TLS only
     * @param more lines of its configuration
     */
    public static RedisProcess startSentinel(
            int masterPort, String masterName, @Nullable TestCertificates tls, String... more) {
        try {
            Path directory = Files.createTempDirectory("sentinel");
            RedisProcess one = new RedisProcess(freePort(), directory, List.of("--sentinel"), tls);
            Path file = directory.resolve("sentinel.conf");
            List<String> lines = new ArrayList<>(List.of(
                    "sentinel monitor " + masterName + " 127.0.0.1 " + masterPort + " 1",
                    "sentinel down-after-milliseconds " + masterName + " 500",
                    "sentinel failover-timeout " + masterName + " 3000"));
            if (tls != null) {
                lines.add("tls-replication yes");
            }
            lines.addAll(List.of(more));
            Files.write(file, lines);
            one.startWith(List.of(file.toString()));
            return one;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RedisProcess started(List<String> options, @Nullable TestCertificates tls) {
        try {
            for (int attempt = 1; true; attempt++) {
                RedisProcess one = new RedisProcess(freePort(), Files.createTempDirectory("redis"), options, tls);
                if (one.isStarted(List.of())) {
                    return one;
                }
                one.close();
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("Redis does not start; see redis.log in " + one.directory);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** A connection for the test's own questions; to be closed. */
    public Jedis connect() {
        DefaultJedisClientConfig.Builder config =
                DefaultJedisClientConfig.builder().resp2().timeoutMillis(5_000);
        if (tls != null) {
            config.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.INSECURE).build());
        }
        return new Jedis(new HostAndPort("127.0.0.1", port), config.build());
    }

    /** Whether its append-only file was written anew since its start. */
    public boolean hasRewritten() {
        try (Jedis jedis = connect()) {
            return !jedis.info("persistence").contains("aof_last_rewrite_time_sec:-1");
        }
    }

    /** Kills it without a word (SIGKILL). */
    public void kill() {
        destroy();
    }

    /** Freezes it (SIGSTOP): connections stay open, and nothing is answered. */
    public void pause() {
        signal("STOP");
    }

    /** Goes on after {@link #pause} (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    /** Starts it again on the same port, with what is on its disk. */
    public void restart() {
        kill();
        startWith(List.of());
    }

    /**
     * Cuts the append-only file of a server that does not run.
     *
     * @param length the bytes that stay, of what is in the newest part of the file
     */
    public void cutAppendOnlyFile(ToIntFunction<String> length) {
        try (Stream<Path> files = Files.list(directory.resolve("appendonlydir"))) {
            Path newest = files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            String content = Files.readString(newest, StandardCharsets.ISO_8859_1);
            Files.writeString(newest, content.substring(0, length.applyAsInt(content)), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again on the same port, with nothing. */
    public void restartEmpty() {
        kill();
        deleteFiles();
        startWith(List.of());
    }

    @Override
    public void close() {
        destroy();
        deleteFiles();
        directory.toFile().delete();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void startWith(List<String> before) {
        if (!isStarted(before)) {
            throw new IllegalStateException("Redis has ended at its start; see redis.log in " + directory);
        }
    }

    /** False when the process has ended: somebody may have taken its port, or the one of its cluster, in between. */
    private boolean isStarted(List<String> before) {
        List<String> command = new ArrayList<>(List.of(Binary.path().toString()));
        command.addAll(before);
        command.addAll(List.of("--bind", "127.0.0.1", "--dir", directory.toString()));
        command.addAll(ports());
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("redis.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Process begun = process;
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !begun.isAlive() || answers());
        return begun.isAlive();
    }

    private List<String> ports() {
        String text = Integer.toString(port);
        return tls == null
                ? List.of("--port", text)
                : List.of(
                        "--port",
                        "0",
                        "--tls-port",
                        text,
                        "--tls-cert-file",
                        tls.certificate().toString(),
                        "--tls-key-file",
                        tls.key().toString(),
                        "--tls-ca-cert-file",
                        tls.authority().toString(),
                        "--tls-auth-clients",
                        "no");
    }

    private boolean answers() {
        try (Jedis jedis = connect()) {
            return "PONG".equals(jedis.ping());
        } catch (JedisAccessControlException e) {
            return true;
        } catch (JedisDataException e) {
            return String.valueOf(e.getMessage()).startsWith("NOAUTH");
        } catch (JedisException e) {
            return false;
        }
    }

    private void signal(String name) {
        Process running = process;
        if (running != null) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(running.pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void destroy() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            try {
                running.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void deleteFiles() {
        deleteIn(directory.toFile());
    }

    /** A child of the server, which rewrites its file, may live a moment longer and delete files itself. */
    private static void deleteIn(File folder) {
        File[] files = folder.listFiles();
        if (files != null) {
            for (File file : files) {
                deleteIn(file);
                file.delete();
            }
        }
    }

    /** Low enough that a cluster's bus port, 10,000 higher, exists. */
    static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = socket.getLocalPort();
                if (port < 55_000) {
                    return port;
                }
            }
        }
    }

    /** The server's program, unpacked once. */
    private static final class Binary {

        private static final File FILE = unpack();

        static File path() {
            return FILE;
        }

        static File unpack() {
            try {
                return RedisExecProvider.defaultProvider().get();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
