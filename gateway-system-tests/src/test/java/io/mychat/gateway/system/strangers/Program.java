package io.mychat.gateway.system.strangers;

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

/** The packaged program as a process of its own, with a heap of 256 MB and some users. */
final class Program implements AutoCloseable {

    static final String PASSWORD = "correct horse";

    private static final Path JAR = Path.of("../examples/standalone/target/gateway-standalone.jar");
    private static final int USERS = 40;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path log;
    private final int webSocketPort = freePort();
    private final int httpPort = freePort();
    private final Process process;

    Program(Path directory) throws IOException, InterruptedException {
        this(directory, 0);
    }

    /** @param openFiles the limit of open files; 0: that of this process */
    Program(Path directory, int openFiles) throws IOException, InterruptedException {
        assertThat(JAR).as("the program, which mvn package makes").exists();
        log = directory.resolve("gateway.log");
        Path config = directory.resolve("gateway_config.json");
        String hash = new PasswordHasher().hash(PASSWORD);
        Files.writeString(
                directory.resolve("users.json"),
                IntStream.range(0, USERS)
                        .mapToObj(i -> "{\"user_id\":\"u" + i + "\",\"username\":\"u" + i + "\",\"password_hash\":\""
                                + hash + "\",\"roles\":[]}")
                        .collect(Collectors.joining(",", "[", "]")));
        Files.writeString(
                config,
                "{\"server\":{\"host\":\"0.0.0.0\",\"websocket_port\":" + webSocketPort + ",\"http_port\":" + httpPort
                        + "},\"auth\":{\"jwt_secret\":\"a secret of these tests, and long enough\","
                        + "\"users_file\":\"users.json\"}}");
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

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    InetSocketAddress webSocket() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), webSocketPort);
    }

    boolean isHealthy() {
        try {
            return get("/api/system/health").statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    double metric(String name) throws IOException, InterruptedException {
        return get("/api/system/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("mychat_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Accept", path.endsWith("metrics") ? "text/plain" : "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
