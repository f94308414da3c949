package io.mychat.gateway.core.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.json.FaultCollector;
import io.mychat.gateway.core.config.json.LoadReport;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text of the configuration may stand in a file of its own. */
class PlaceholderFileTest {

    private static final String KEY = "a key of this test, which is long enough";

    @TempDir
    private Path directory;

    private LoadedConfig read(LoadReport report) {
        ConfigSource source = ConfigFixture.gateway(
                directory, "{\"audit\": {\"file\": \"audit.log\", \"key\": \"${file:secrets/audit-key}\"}}");
        return new ConfigurationLoader(List.of(), new ManualTime()).read(source, report);
    }

    private Path secret(byte[] content) throws IOException {
        Files.createDirectories(directory.resolve("secrets"));
        return Files.write(directory.resolve("secrets").resolve("audit-key"), content);
    }

    @Test
    void theTextOfAFileIsTakenWithoutItsLastLineBreakAndWatched() throws IOException {
        Path secret = secret((KEY + "\r\n").getBytes(StandardCharsets.UTF_8));
        LoadReport report = new LoadReport(new FaultCollector());

        LoadedConfig config = read(report);

        assertThat(config.snapshot().gateway().audit().key().orElseThrow().secret())
                .isEqualTo(KEY);
        assertThat(report.files()).contains(secret);
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void aFileThatHoldsNoTextIsAFaultThatShowsNothingOfIt() throws IOException {
        assertFault("cannot be read");
        secret(new byte[0]);
        assertFault("is empty");
        secret(new byte[] {(byte) 0xff, 's', 'e', 'c', 'r', 'e', 't'});
        assertFault("is not UTF-8");
        secret(new byte[70_000]);
        assertFault("has more than 65536 bytes");
    }

    private void assertFault(String what) {
        assertThatThrownBy(() -> read(new LoadReport(new FaultCollector())))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("gateway_config.json: $.audit.key: the file ")
                .hasMessageContaining(what)
                .hasMessageNotContaining("is missing");
    }
}
