package io.mychat.gateway.system.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.auth.PasswordHasher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The runnable jar as a process of its own, with 256 MB of heap and one user. */
final class PackagedProgram implements AutoCloseable {

    static final String USER = "honest";
    static final String PASSWORD = "correct horse";

    private static final Path JAR = Path.of("..", "examples", "standalone", "target", "gateway-standalone.jar");

    private final InetSocketAddress webSocket = freePort();
    private final InetSocketAddress http = freePort();
    private final Path log;
    private final Process process;

    /**
     * Starts it, and waits until it is ready.
     *
     * @param openFiles the most descriptors that it may have
     */
    PackagedProgram(Path directory, int openFiles) throws IOException {
        assertThat(JAR).as("mvn package makes it").exists();
        log = directory.resolve("gateway.log");
        Path config = directory.resolve("gateway_config.json");
        Files.writeString(
                directory.resolve("users.json"), """
                [{"user_id":"%s","username":"%s","password_hash":"%s","roles":[]}]
                """.formatted(USER, USER, new PasswordHasher().hash(PASSWORD)));
        Files.writeString(config, """
                {"server":{"host":"127.0.0.1","websocket_port":%d,"http_port":%d},
                 "auth":{"jwt_secret":"a secret of these tests, and long enough","users_file":"users.json"}}
                """.formatted(webSocket.getPort(), http.getPort()));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(List.of(
                        "sh",
                        "-c",
                        "ulimit -n " + openFiles + " && exec \"$@\"",
                        "sh",
                        java,
                        "-Xmx256m",
                        "-jar",
                        JAR.toString(),
                        "--config",
                        config.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        HonestClient first = new HonestClient(this);
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> first.health() == 200);
    }

    private static InetSocketAddress freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    InetSocketAddress webSocket() {
        return webSocket;
    }

    InetSocketAddress http() {
        return http;
    }

    /** What it has written. */
    String log() throws IOException {
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
