package io.mychat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.auth.PasswordHasher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The packaged program as a process of its own, with 256 MB of heap, on free ports of every address. Its users are {@code
 * u0} to {@code u39}, and everybody's password is {@link #PASSWORD}. Ends with this JVM at the latest.
 */
public final class PackagedProgram implements AutoCloseable {

    public static final String PASSWORD = "correct horse";

    private static final Path JAR = Path.of("..", "examples", "standalone", "target", "gateway-standalone.jar");
    private static final int USERS = 40;

    private final HttpClient client = HttpClient.newHttpClient();
    private final InetSocketAddress webSocket = freePort();
    private final InetSocketAddress http = freePort();
    private final Path log;
    private final Process process;

    /**
     * Starts it, and waits until it is ready.
     *
     * @param openFiles the most descriptors that it may have; 0: as many as this process
     */
    public PackagedProgram(Path directory, int openFiles) throws IOException {
        assertThat(JAR).as("mvn package makes it").exists();
        log = directory.resolve("gateway.log");
        Path config = directory.resolve("gateway_config.json");
        String hash = new PasswordHasher().hash(PASSWORD);
        Files.writeString(
                directory.resolve("users.json"),
                IntStream.range(0, USERS)
                        .mapToObj(i -> """
                                {"user_id":"u%d","username":"u%d","password_hash":"%s","roles":[]}""".formatted(i, i, hash))
                        .collect(Collectors.joining(",", "[", "]")));
        Files.writeString(config, """
                {"server":{"host":"0.0.0.0","websocket_port":%d,"http_port":%d},
                 "auth":{"jwt_secret":"a secret of these tests, and long enough","users_file":"users.json"}}
                """.formatted(webSocket.getPort(), http.getPort()));
        List<String> command = new ArrayList<>();
        if (openFiles > 0) {
            command.addAll(List.of("sh", "-c", "ulimit -n " + openFiles + " && exec \"$@\"", "sh"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                JAR.toString(),
                "--config",
                config.toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        await().atMost(Duration.ofSeconds(60)).until(this::isHealthy);
    }

    private static InetSocketAddress freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public InetSocketAddress webSocket() {
        return webSocket;
    }

    public InetSocketAddress http() {
        return http;
    }

    public boolean isHealthy() {
        try {
            return get("/api/system/health").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The value of a metric, whose name is given without its prefix. */
    public double metric(String name) throws IOException {
        return get("/api/system/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("mychat_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.getPort() + path))
                            .timeout(Duration.ofSeconds(10))
                            .header("Accept", path.endsWith("metrics") ? "text/plain" : "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The text that it has written. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
