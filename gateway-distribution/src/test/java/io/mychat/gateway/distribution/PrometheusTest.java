package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The files for Prometheus, checked by its own tool. */
@Tag("ops")
class PrometheusTest {

    private static final Path FILES =
            Path.of("..", "deploy", "prometheus").toAbsolutePath().normalize();

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "promtool";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return CommandResult.outputOf(FILES, command);
    }

    @Test
    void theRulesAndTheConfigurationAreValid() throws IOException, InterruptedException {
        assertThat(promtool("check", "config", "prometheus.yml")).contains("1 rule files found", "rules found");
        assertThat(promtool("check", "rules", "--lint-fatal", "mychat-gateway.rules.yml"))
                .contains("SUCCESS");
    }

    @Test
    void theAlertsFireWhenTheyShould() throws IOException, InterruptedException {
        assertThat(promtool("test", "rules", "mychat-gateway.test.yml")).contains("SUCCESS");
    }
}
