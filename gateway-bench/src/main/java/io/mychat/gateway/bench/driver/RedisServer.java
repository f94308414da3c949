package io.mychat.gateway.bench.driver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.RedisExecProvider;

/**
 * A Redis server, and what it says about itself. One that was started here keeps nothing on disk and ends with {@link
 * #close}, and with this JVM however that ends. One thread.
 */
public final class RedisServer implements AutoCloseable {

    /** Ends the server when the standard input ends, that is, with the process that started it. */
    private static final String SUPERVISED =
            "\"$0\" \"$@\" >/dev/null & child=$!; cat >/dev/null; kill $child; wait $child";

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int TRIES = 200;
    private static final long TRY_MILLIS = 50;
    private static final long EXIT_SECONDS = 10;

    private final HostAndPort address;
    private final Optional<Process> process;
    private final Optional<Path> directory;
    private final Jedis jedis;

    private RedisServer(HostAndPort address, Optional<Process> process, Optional<Path> directory) throws IOException {
        this.address = address;
        this.process = process;
        this.directory = directory;
        this.jedis = connect();
    }

    /** Uses one that runs already. */
    public static RedisServer at(String host, int port) throws IOException {
        return new RedisServer(new HostAndPort(host, port), Optional.empty(), Optional.empty());
    }

    /** Starts one on the loopback address. */
    public static RedisServer start() throws IOException {
        Path directory = Files.createTempDirectory("gateway-bench-redis");
        int port = freePort();
        List<String> command = new ArrayList<>(List.of("sh", "-c", SUPERVISED));
        command.add(RedisExecProvider.defaultProvider().get().toString());
        command.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(port)));
        command.addAll(List.of("--dir", directory.toString(), "--save", "", "--appendonly", "no"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new RedisServer(new HostAndPort("127.0.0.1", port), Optional.of(process), Optional.of(directory));
        } catch (IOException | RuntimeException e) {
            end(process);
            throw e;
        }
    }

    String host() {
        return address.getHost();
    }

    int port() {
        return address.getPort();
    }

    /** Its version, where it comes from and what it keeps, for the table's heading. */
    public String description() {
        String persistence =
                jedis.info("persistence").contains("aof_enabled:1") ? "append-only file" : "no append-only file";
        String saves = String.valueOf(jedis.configGet("save").get("save"));
        return "Redis " + field("server", "redis_version")
                + (process.isPresent() ? ", started here" : ", at " + address) + ", " + persistence + ", "
                + (saves.isEmpty() ? "no snapshots" : "snapshots: " + saves);
    }

    /** CPU time of the server so far, in seconds. */
    public double cpuSeconds() {
        return Double.parseDouble(field("cpu", "used_cpu_user")) + Double.parseDouble(field("cpu", "used_cpu_sys"));
    }

    /** The bytes that it has read from its connections and written to them so far. */
    public long networkBytes() {
        return Long.parseLong(field("stats", "total_net_input_bytes"))
                + Long.parseLong(field("stats", "total_net_output_bytes"));
    }

    /** The bytes of memory that it uses. */
    public long memoryBytes() {
        return Long.parseLong(field("memory", "used_memory"));
    }

    /** What it has counted of its commands so far. */
    public CommandStats commandStats() {
        return CommandStats.parse(jedis.info("commandstats"), cpuSeconds());
    }

    /** A connection of its own, for one thread; to be closed. */
    Jedis connect() throws IOException {
        for (int i = 1; ; i++) {
            try {
                return new Jedis(
                        address,
                        DefaultJedisClientConfig.builder()
                                .resp2()
                                .timeoutMillis(TIMEOUT_MILLIS)
                                .build());
            } catch (JedisException e) {
                if (i == TRIES || process.map(running -> !running.isAlive()).orElse(true)) {
                    throw new IOException("Redis does not answer at " + address, e);
                }
            }
            pause();
        }
    }

    private String field(String section, String name) {
        String begin = name + ":";
        return jedis.info(section)
                .lines()
                .filter(line -> line.startsWith(begin))
                .findFirst()
                .map(line -> line.substring(begin.length()).trim())
                .orElseThrow(() -> new IllegalStateException("Redis does not tell its " + name));
    }

    @Override
    public void close() throws IOException {
        jedis.close();
        process.ifPresent(RedisServer::end);
        if (directory.isPresent()) {
            try (Stream<Path> files = Files.list(directory.get())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory.get());
        }
    }

    private static void end(Process supervisor) {
        try {
            supervisor.getOutputStream().close();
            if (supervisor.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // it has ended already, or is ended now
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
        supervisor.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(TRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
