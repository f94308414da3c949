package io.mychat.gateway.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.test.GatewayProcess;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The packaged program as a {@link GatewayProcess}, with 256 MB of heap, on free ports of every address. Its users are {@code
 * u0} to {@code u39}, and everybody's password is {@link #PASSWORD}.
 */
public final class PackagedProgram implements AutoCloseable {

    public static final String PASSWORD = "correct horse";

    private static final Path JAR = Path.of("..", "examples", "standalone", "target", "gateway-standalone.jar");
    private static final int USERS = 40;

    private final GatewayProcess gateway;

    /**
     * Starts it, and waits until it is ready.
     *
     * @param openFiles the most descriptors that it may have; 0: as many as this process
     */
    public PackagedProgram(Path directory, int openFiles) throws IOException {
        assertThat(JAR).as("mvn package makes it").exists();
        String hash = new PasswordHasher().hash(PASSWORD);
        Files.writeString(
                directory.resolve("users.json"),
                IntStream.range(0, USERS)
                        .mapToObj(i -> """
                                {"user_id":"u%d","username":"u%d","password_hash":"%s","roles":[]}""".formatted(i, i, hash))
                        .collect(Collectors.joining(",", "[", "]")));
        Path config = Files.writeString(directory.resolve("gateway_config.json"), """
                {"server":{"host":"0.0.0.0","websocket_port":0,"http_port":0,"events_enabled":true,
                           "websocket_compression":{"enabled":true}},
                 "auth":{"jwt_secret":"a secret of these tests, and long enough","users_file":"users.json"}}
                """);
        List<String> command = new ArrayList<>();
        if (openFiles > 0) {
            command.addAll(List.of("sh", "-c", "ulimit -n " + openFiles + " && exec \"$@\"", "sh"));
        }
        command.addAll(List.of(TestProcess.java(), "-Xmx256m", "-jar", JAR.toString(), "--config", config.toString()));
        gateway = GatewayProcess.start(TestProcess.of(command));
    }

    public InetSocketAddress webSocket() {
        return gateway.clients().webSocket();
    }

    public InetSocketAddress http() {
        return gateway.clients().httpApi();
    }

    public boolean isHealthy() {
        try {
            return TestHttpClient.of(http()).get("/api/system/health").status() == 200;
        } catch (AssertionError e) {
            return false;
        }
    }

    /** The value of a metric, whose name is given without its prefix. */
    public double metric(String name) {
        return TestHttpClient.of(http())
                .withHeader("Accept", "text/plain")
                .get("/api/system/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("mychat_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** The text that it has written. */
    public String log() {
        return gateway.process().log();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
