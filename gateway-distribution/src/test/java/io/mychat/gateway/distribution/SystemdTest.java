package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit as far as it can be tried without a running systemd. */
@Tag("ops")
class SystemdTest {

    private static final Path FOLDER = Path.of("..", "deploy", "systemd");
    private static final String UNIT = "mychat-gateway.service";

    /** What systemd-analyze says of a unit without any hardening is 9.6. */
    private static final double EXPOSURE = 1.3;

    @TempDir
    Path directory;

    private Path unit(String home) throws IOException {
        String text = Files.readString(FOLDER.resolve(UNIT));
        assertThat(text).contains("/opt/mychat-gateway");
        return Files.writeString(directory.resolve(UNIT), text.replace("/opt/mychat-gateway", home));
    }

    @Test
    void systemdHasNothingToSayAgainstIt() throws IOException, InterruptedException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Installation.unpackInto(home);

        CommandResult result = CommandResult.of(
                directory,
                Map.of(),
                "systemd-analyze",
                "verify",
                "--man=no",
                unit(home.toString()).toString());

        assertThat(result).isEqualTo(new CommandResult(0, ""));
    }

    @Test
    void itIsHardened() throws IOException, InterruptedException {
        String report = CommandResult.outputOf(
                directory,
                "systemd-analyze",
                "security",
                "--offline=true",
                unit("/opt").toString());
        Matcher level =
                Pattern.compile("Overall exposure level for \\S+: ([\\d.]+)").matcher(report);

        assertThat(level.find()).as(report).isTrue();
        assertThat(Double.parseDouble(level.group(1))).isLessThanOrEqualTo(EXPOSURE);
    }

    /** Each call outside the filter would be answered with EPERM. */
    @Test
    void theFilterAllowsEverySystemCallOfStartReloadAndStop() throws IOException, InterruptedException {
        Path home = Files.createDirectory(directory.resolve("home"));
        try (Installation installation = Installation.unpackInto(home)
                .with("GATEWAY_JWT_SECRET", "a secret of these tests, and long enough")
                .tracedInto(directory.resolve("run.calls"))
                .start()) {
            CommandResult reload = installation.traced(directory.resolve("reload.calls"), "reload");
            assertThat(reload.exitCode()).as(reload.output()).isZero();
            await().atMost(Duration.ofMinutes(2)).until(() -> installation.log().contains("config_reloaded"));
            assertThat(installation.gateway("drain").exitCode()).isZero();
            installation.exitCode();
        }
        Set<String> used = calls("run.calls");
        used.addAll(calls("reload.calls"));
        Set<String> allowed = allowed();

        assertThat(used).hasSizeGreaterThan(50).contains("epoll_wait", "clone3", "execve");
        assertThat(allowed).containsAll(used);
    }

    private Set<String> calls(String summary) throws IOException {
        return Files.readAllLines(directory.resolve(summary)).stream()
                .filter(line -> line.matches("\\s*\\d.*"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(name -> !name.equals("total"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> allowed() throws IOException, InterruptedException {
        Set<String> allowed = new TreeSet<>();
        for (String line : Files.readAllLines(FOLDER.resolve(UNIT))) {
            if (line.startsWith("SystemCallFilter=~")) {
                for (String group :
                        line.substring("SystemCallFilter=~".length()).split(" ", -1)) {
                    allowed.removeAll(members(group));
                }
            } else if (line.startsWith("SystemCallFilter=")) {
                allowed.addAll(members(line.substring("SystemCallFilter=".length())));
            }
        }
        return allowed;
    }

    /** Of a group, with those of the groups in it. */
    private Set<String> members(String group) throws IOException, InterruptedException {
        Set<String> members = new TreeSet<>();
        List<String> lines = CommandResult.outputOf(directory, "systemd-analyze", "syscall-filter", group)
                .lines()
                .skip(1)
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        for (String line : lines) {
            if (line.startsWith("@")) {
                members.addAll(members(line));
            } else {
                members.add(line);
            }
        }
        return members;
    }

    @Test
    void logrotateTakesItsFile() throws IOException, InterruptedException {
        Path log = Files.writeString(directory.resolve("gateway.log"), "one line\n");
        String text = Files.readString(FOLDER.resolve("mychat-gateway.logrotate"));
        String here = text.replace("/var/log/mychat-gateway/", directory + "/")
                .replace("mychat-gateway mychat-gateway", "root root")
                .replaceFirst("(?m)^ +systemctl kill .*$", "echo signalled > " + directory.resolve("signal"));
        assertThat(here).contains("echo signalled").doesNotContain("/var/log");
        Path config = Files.writeString(directory.resolve("logrotate.conf"), here);
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));

        CommandResult.outputOf(
                directory,
                "logrotate",
                "--force",
                "--state",
                directory.resolve("state").toString(),
                config.toString());

        assertThat(directory.resolve("gateway.log.1")).hasContent("one line");
        assertThat(log).isEmptyFile();
        assertThat(directory.resolve("signal")).hasContent("signalled");
    }
}
