package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsTest {

    @Test
    void nothingIsADemo() {
        assertThat(RunOptions.plain(List.of())).contains(new RunOptions(null, null, null));
    }

    @Test
    void eachOptionIsRead() {
        assertThat(RunOptions.plain(
                        List.of("--http-port", "0", "--config", "conf/a b.json", "--websocket-port", "8080")))
                .contains(new RunOptions(Path.of("conf/a b.json"), 8080, 0));
    }

    /** So that the parser of all commands says what is wrong, or does what is asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "--help",
                "--config",
                "-c x.json",
                "--config=x.json",
                "--config x.json --help",
                "--config x.json y.json",
                "--config --http-port",
                "--config @arguments",
                "--config x.json --config y.json",
                "--http-port 1 --http-port 2",
                "--http-port eighty",
                "--http-port -1",
                "--http-port 99999999999",
                "--htpp-port 1"
            })
    void anythingElseIsNot(String line) {
        assertThat(RunOptions.plain(List.of(line.split(" ")))).isEmpty();
    }

    @Test
    void anEmptyValueIsNot() {
        assertThat(RunOptions.plain(List.of("--config", ""))).isEmpty();
    }
}
