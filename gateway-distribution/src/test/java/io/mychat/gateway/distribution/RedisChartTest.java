package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the chart mychat-redis with Debian's Redis. Each pod is an address of the loopback network. */
@Tag("ops")
class RedisChartTest {

    private static final Path SCRIPTS = Path.of("..", "deploy", "helm", "mychat-redis", "files")
            .toAbsolutePath()
            .normalize();
    private static final List<String> PODS = List.of("127.0.0.21", "127.0.0.22", "127.0.0.23");
    private static final String PASSWORD = "a-password-of-this-test";

    @TempDir
    Path directory;

    private final Map<String, List<Process>> running = new HashMap<>();
    private Optional<Path> certificate = Optional.empty();

    /** The folder of the certificate, if the servers speak TLS. */
    Optional<Path> tls() throws IOException, InterruptedException {
        return Optional.empty();
    }

    @BeforeEach
    void startAllPods() throws IOException, InterruptedException {
        certificate = tls();
        Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        for (String pod : PODS) {
            start(pod);
        }
        awaitMaster(PODS.get(0));
        awaitReplicas(PODS.get(0));
    }

    @AfterEach
    void endAllPods() throws InterruptedException {
        for (String pod : List.copyOf(running.keySet())) {
            end(pod, true);
        }
    }

    private ProcessBuilder script(String pod, String name, String... arguments) throws IOException {
        Path data = Files.createDirectories(directory.resolve(pod));
        List<String> command =
                new ArrayList<>(List.of("sh", SCRIPTS.resolve(name).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve(name + ".log").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "ME",
                        pod,
                        "BIND",
                        pod,
                        "PEERS",
                        String.join(" ", PODS),
                        "MASTER_NAME",
                        "mychat",
                        "DATA",
                        data.toString(),
                        "PASSWORD_FILE",
                        directory.resolve("password").toString(),
                        "DOWN_AFTER_MS",
                        "2000"));
        certificate.ifPresent(folder -> builder.environment().put("TLS", folder.toString()));
        return builder;
    }

    private void start(String pod) throws IOException {
        running.put(
                pod,
                List.of(
                        script(pod, "sentinel.sh").start(),
                        script(pod, "redis.sh").start()));
    }

    private void end(String pod, boolean force) throws InterruptedException {
        for (Process process : Objects.requireNonNull(running.remove(pod))) {
            if (force) {
                process.destroyForcibly();
            } else {
                process.destroy();
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private String redis(String pod, String... command) {
        return answer(pod, "6379", command);
    }

    private String answer(String pod, String port, String... command) {
        List<String> line = new ArrayList<>(List.of("timeout", "3", "redis-cli", "-h", pod, "-p", port, "--raw"));
        certificate.ifPresent(folder -> line.addAll(
                List.of("--tls", "--cacert", folder.resolve("ca.crt").toString())));
        line.addAll(List.of(command));
        try {
            return CommandResult.of(directory, Map.of("REDISCLI_AUTH", PASSWORD), line.toArray(String[]::new))
                    .output()
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void await(Runnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion::run);
    }

    /** All Sentinels name it, and it knows it. */
    private void awaitMaster(String pod) {
        await(() -> {
            assertThat(redis(pod, "role")).startsWith("master");
            assertThat(running.keySet())
                    .allSatisfy(
                            other -> assertThat(answer(other, "26379", "sentinel", "get-master-addr-by-name", "mychat"))
                                    .startsWith(pod));
        });
    }

    /** A replica that is connected and still loads is no good one, and the master takes no writes yet. */
    private void awaitReplicas(String master) {
        await(() -> assertThat(redis(master, "info", "replication")).contains("min_slaves_good_slaves:2"));
        await(() -> assertThat(answer(master, "26379", "info", "sentinel")).contains("slaves=2,sentinels=3"));
    }

    private String master() {
        return answer(running.keySet().iterator().next(), "26379", "sentinel", "get-master-addr-by-name", "mychat")
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private String awaitAnotherMaster(String previous) {
        await(() -> assertThat(running.keySet())
                .allSatisfy(pod -> assertThat(answer(pod, "26379", "sentinel", "get-master-addr-by-name", "mychat"))
                        .doesNotStartWith(previous)));
        String master = master();
        awaitMaster(master);
        return master;
    }

    @Test
    void aMasterThatLeavesLosesNothingAndReturnsAsAReplica() throws IOException, InterruptedException {
        String first = PODS.get(0);
        IntStream.range(0, 500)
                .forEach(i -> assertThat(redis(first, "rpush", "list", "v" + i)).isEqualTo("" + (i + 1)));

        assertThat(script(first, "leave.sh").start().waitFor()).isZero();
        end(first, false);
        String second = awaitAnotherMaster(first);

        assertThat(redis(second, "llen", "list")).isEqualTo("500");
        start(first);
        await(() -> assertThat(redis(first, "role")).startsWith("slave").contains(second, "connected"));
        assertThat(redis(first, "llen", "list")).isEqualTo("500");
    }

    @Test
    void aMasterThatLostItsVolumeDoesNotEmptyTheOthers() throws IOException, InterruptedException {
        String first = PODS.get(0);
        assertThat(redis(first, "set", "k", "v")).isEqualTo("OK");
        assertThat(redis(first, "wait", "2", "2000")).isEqualTo("2");

        end(first, true);
        CommandResult.outputOf(directory, "rm", "-r", first);
        start(first);
        String second = awaitAnotherMaster(first);

        assertThat(redis(second, "get", "k")).isEqualTo("v");
        await(() -> assertThat(redis(first, "get", "k")).isEqualTo("v"));
    }

    @Test
    void afterTheLossOfAllPodsTheLastMasterHasTheData() throws IOException, InterruptedException {
        String first = PODS.get(0);
        assertThat(script(first, "leave.sh").start().waitFor()).isZero();
        String second = awaitAnotherMaster(first);
        await(() -> assertThat(redis(second, "set", "k", "v")).isEqualTo("OK"));
        for (String pod : PODS) {
            end(pod, true);
        }

        for (String pod : PODS) {
            start(pod);
        }

        await(() -> assertThat(redis(master(), "get", "k")).isEqualTo("v"));
    }

    @Test
    void theCheckTellsADeadServerFromALivingOne() throws IOException, InterruptedException {
        assertThat(script(PODS.get(0), "check.sh", "6379").start().waitFor()).isZero();
        assertThat(script(PODS.get(0), "check.sh", "26379").start().waitFor()).isZero();
        assertThat(script(PODS.get(0), "check.sh", "6380").start().waitFor()).isNotZero();
    }
}
