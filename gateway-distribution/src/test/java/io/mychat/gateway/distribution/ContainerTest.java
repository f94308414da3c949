package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile and docker-compose.yml without Docker, and what lints the other files. */
@Tag("ops")
class ContainerTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void theDockerfileHasNoFault() throws IOException, InterruptedException {
        assertThat(CommandResult.of(ROOT, Map.of(), "hadolint", "deploy/docker/Dockerfile"))
                .isEqualTo(new CommandResult(0, ""));
    }

    @Test
    void scriptsAndManualHaveNoFault() throws IOException, InterruptedException {
        String dist = "gateway-distribution/src/main/dist/";
        assertThat(CommandResult.of(
                        ROOT,
                        Map.of(),
                        "shellcheck",
                        "-s",
                        "sh",
                        dist + "bin/gateway",
                        "deploy/install-tools.sh",
                        "deploy/kubernetes/render.sh"))
                .isEqualTo(new CommandResult(0, ""));
        Path redis = ROOT.resolve("deploy/helm/mychat-redis/files");
        assertThat(CommandResult.of(redis, Map.of(), "sh", "-c", "shellcheck -x -s sh *.sh"))
                .isEqualTo(new CommandResult(0, ""));
        assertThat(CommandResult.of(
                        ROOT, Map.of(), "mandoc", "-T", "lint", "-W", "warning", dist + "share/man/man1/gateway.1"))
                .isEqualTo(new CommandResult(0, ""));
    }

    /** In a copy of the files that are tracked, as a checkout has them. */
    @Test
    void everyStepRuns(@TempDir Path clean) throws IOException, InterruptedException {
        Path tar = clean.resolve("files.tar");
        Path checkout = Files.createDirectory(clean.resolve("checkout"));
        CommandResult.outputOf(
                ROOT,
                "sh",
                "-c",
                "git ls-files -z | tar --null -T - -cf \"$1\" && tar -xf \"$1\" -C \"$2\"",
                "sh",
                tar.toString(),
                checkout.toString());

        String output = CommandResult.outputOf(checkout, "python3", "deploy/docker/run-steps.py", checkout.toString());

        assertThat(output)
                .contains("redis: healthy")
                .contains("uid 10001, possible capabilities 0000000000000000")
                .contains("with 143")
                .endsWith("all steps have run\n");
    }
}
