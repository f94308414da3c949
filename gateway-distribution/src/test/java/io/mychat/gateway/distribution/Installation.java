package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.test.GatewayProcess;
import io.mychat.gateway.testkit.TestHttpClient;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The archive, unpacked as an operator would, with ports of its own. For use by one thread. */
public final class Installation implements AutoCloseable {

    /** The password of {@link #withUsers}. */
    public static final String PASSWORD = "correct horse";

    /** Its hash, of the least cost: thousands log in. */
    private static final String CHEAP_HASH = "$argon2id$v=19$m=8,t=1,p=1$cm9sbG91dC10ZXN0cy0wMQ$iW+EEaXyzbf2OP0v378YcA";

    private static final String OPERATOR_KEY = "the operator's key of these tests";

    /** For a JVM that lives for seconds. */
    static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Path home;
    private final Map<String, String> environment = new TreeMap<>();
    private final int webSocketPort = TestProcess.freePort();
    private final int httpPort = TestProcess.freePort();
    private List<String> launcher = List.of();
    private @Nullable GatewayProcess gateway;

    private Installation(Path home) {
        this.home = home;
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("GATEWAY_SERVER_WEBSOCKET_PORT", Integer.toString(webSocketPort));
        environment.put("GATEWAY_SERVER_HTTP_PORT", Integer.toString(httpPort));
        environment.put("MYCHAT_URL", "http://127.0.0.1:" + httpPort);
        environment.put("JAVA_OPTS", QUICK);
    }

    /** The archive that this build has made, without the ending of its name. */
    static Path archive(String ending) {
        Path archive = Path.of(System.getProperty("gateway.archive") + ending);
        assertThat(archive).as("mvn package makes it").exists();
        return archive;
    }

    public static Installation unpackInto(Path directory) throws IOException, InterruptedException {
        CommandResult.outputOf(directory, "tar", "xzf", archive(".tar.gz").toString(), "--strip-components=1");
        return new Installation(directory);
    }

    /** As {@code conf/gateway.env} would say it. */
    public Installation with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Gives it the users {@code u0}, {@code u1} …, all with {@link #PASSWORD}. */
    public Installation withUsers(int count) throws IOException {
        String users = IntStream.range(0, count)
                .mapToObj(i -> "{\"user_id\":\"u%1$d\",\"username\":\"u%1$d\",\"password_hash\":\"%2$s\",\"roles\":[]}"
                        .formatted(i, CHEAP_HASH))
                .collect(Collectors.joining(",\n", "[", "]"));
        Files.writeString(file("conf/users.json"), users);
        return this;
    }

    /** Gives it an operator, for {@link #operator} and for the commands over HTTP. */
    public Installation withOperator() throws IOException {
        configure("\"security\": {\"api_keys\": [{\"name\": \"ops\", \"roles\": [\"admin\"], \"sha256\": \""
                + sha256(OPERATOR_KEY) + "\"}]}");
        return with("MYCHAT_API_KEY", OPERATOR_KEY);
    }

    /** Keeps sessions and messages in this Redis of the same machine. */
    public Installation withRedis(int port) throws IOException {
        configure("\"redis\": {}");
        return with("REDIS_HOST", "127.0.0.1").with("REDIS_PORT", Integer.toString(port));
    }

    private void configure(String section) throws IOException {
        Path config = file("conf/gateway_config.json");
        String shipped = Files.readString(config);
        assertThat(shipped).contains("\"auth\": {");
        Files.writeString(config, shipped.replace("\"auth\": {", section + ",\n  \"auth\": {"));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** A client of its HTTP API with the key of {@link #withOperator}. */
    public TestHttpClient operator() {
        return TestHttpClient.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort))
                .withHeader("X-Api-Key", OPERATOR_KEY);
    }

    /** The process id of the running gateway. */
    public long pid() throws IOException {
        return Long.parseLong(Files.readString(file("run/gateway.pid")).strip());
    }

    /** Has strace count the system calls of {@code run} and of all that it starts. */
    Installation tracedInto(Path file) {
        launcher = strace(file);
        return this;
    }

    private static List<String> strace(Path file) {
        return List.of("strace", "-f", "-c", "-o", file.toString());
    }

    public int webSocketPort() {
        return webSocketPort;
    }

    public int httpPort() {
        return httpPort;
    }

    public Path file(String path) {
        return home.resolve(path);
    }

    /** What the gateway has written since its last start. */
    public String log() {
        return process().output();
    }

    private TestProcess process() {
        return Objects.requireNonNull(gateway).process();
    }

    /** Runs {@code bin/gateway} with these words to its end. */
    public CommandResult gateway(String... words) throws IOException, InterruptedException {
        return CommandResult.of(home, environment, command(words));
    }

    /** Runs a script of the shell in its folder to its end. */
    public CommandResult shell(String script) throws IOException, InterruptedException {
        return CommandResult.of(home, environment, "sh", "-c", script);
    }

    /** As {@link #gateway}, with the system calls counted. */
    CommandResult traced(Path file, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(strace(file));
        command.addAll(List.of(command(words)));
        return CommandResult.of(home, environment, command.toArray(String[]::new));
    }

    /** Starts {@code bin/gateway run} and waits until it is ready. */
    public Installation start() {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(command("run")));
        gateway = GatewayProcess.start(
                TestProcess.of(command).directory(home).environment(variables -> variables.putAll(environment)));
        return this;
    }

    /** The exit code of {@code run}, which has ended or is about to. */
    public int exitCode() {
        return process().exitCode();
    }

    /** Kills it, as the kernel would for want of memory. */
    public void kill() {
        process().kill();
    }

    private String[] command(String... words) {
        String[] command = new String[words.length + 1];
        command[0] = file("bin/gateway").toString();
        System.arraycopy(words, 0, command, 1, words.length);
        return command;
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
