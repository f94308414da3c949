package io.mychat.gateway.core.reload;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An operator looks for the outcome of a reload in the log, also where the audit has a file of its own. */
class ReloadLogTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(ReloadLog.class);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        LOGGER.setLevel(Level.INFO);
        lines.start();
        LOGGER.addAppender(lines);
    }

    @AfterEach
    void stop() {
        LOGGER.detachAppender(lines);
        LOGGER.setLevel(null);
    }

    private List<String> logged() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void changesAreNamedAndWhatNeedsARestart() {
        ReloadLog.write(
                new ReloadOutcome.Reloaded(
                        ConfigFile.GATEWAY,
                        List.of(new ReloadOutcome.Change("$.server.http_port", "1", "2")),
                        List.of("$.server.http_port")),
                "SIGHUP");

        assertThat(logged())
                .containsExactly(
                        "INFO gateway_config has changed (reload by SIGHUP): $.server.http_port: 1 -> 2",
                        "WARN A restart is needed for $.server.http_port");
    }

    @Test
    void aReloadWithoutChangesSaysSo() {
        ReloadLog.write(new ReloadOutcome.Reloaded(ConfigFile.ROUTER, List.of(), List.of()), "SIGHUP");

        assertThat(logged()).containsExactly("INFO router_config has no changes (reload by SIGHUP)");
    }

    @Test
    void faultsAreAWarningAndBounded() {
        List<ConfigFault> faults = IntStream.range(0, 60)
                .mapToObj(i -> new ConfigFault("f.json", "$.k" + i, "is bad"))
                .toList();

        ReloadLog.write(new ReloadOutcome.Rejected(ConfigFile.GATEWAY, faults), "SIGHUP");

        assertThat(logged())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("WARN gateway_config has faults (reload by SIGHUP), "
                                + "the previous configuration stays in effect: f.json: $.k0: is bad; ")
                        .endsWith("$.k49: is bad; 10 more"));
    }
}
