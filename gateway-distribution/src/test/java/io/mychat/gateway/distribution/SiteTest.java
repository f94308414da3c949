package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The site of the documentation is built, and no link of it is dead. */
@Tag("ops")
class SiteTest {

    private static final Path SITE = Path.of("..", "site").toAbsolutePath().normalize();

    @Test
    void everyLinkLeadsSomewhere() throws IOException, InterruptedException {
        CommandResult.outputOf(SITE, "npm", "ci", "--no-audit", "--no-fund");

        CommandResult built = CommandResult.of(SITE, Map.of(), "npm", "run", "-s", "build");

        assertThat(built.exitCode()).as(built.output()).isZero();
        assertThat(built.output()).contains(" 0 dead");
        assertThat(SITE.resolve(".vitepress/dist/zh/docs/kubernetes.html")).isNotEmptyFile();
    }

    @Test
    void theLockNamesNoRegistry() throws IOException {
        assertThat(Files.readString(SITE.resolve("package-lock.json"))).doesNotContain("\"resolved\"");
    }
}
