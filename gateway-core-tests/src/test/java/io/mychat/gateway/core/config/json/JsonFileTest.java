package io.mychat.gateway.core.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.reading.ConfigFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFileTest {

    private final FaultCollector faultCollector = new FaultCollector();

    private String fault() {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, faultCollector::throwIfAny);
        assertThat(thrown.faults()).hasSize(1);
        return thrown.faults().get(0).toString();
    }

    private String faultOf(byte[] bytes) {
        assertThat(JsonFile.parse("f.json", bytes, faultCollector)).isEmpty();
        return fault();
    }

    private String faultOf(String text) {
        return faultOf(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a': 1,\\n 'a': 2} | f.json: line 2, column 5: the key a occurs twice; remove one",
                "{'s': {'b': 1, 'b': 1}} | f.json: line 1, column 19: the key b occurs twice; remove one",
                "{'a': 1} x | f.json: line 1, column 10: is not JSON",
                "{'a': 1}\\n{} | f.json: line 2, column 1: there is text after the end of the JSON object; remove it",
                "{\\n// note\\n} | f.json: line 2, column 1: JSON has no comments; remove it",
                "{ /* note */ } | f.json: line 1, column 3: JSON has no comments; remove it",
                "{'a': 1,} | f.json: line 1, column 9: is not JSON; is there a comma too many?",
                "{'a': [1,]} | f.json: line 1, column 10: is not JSON; is there a comma too many?",
                "{'a': 1 | f.json: line 1, column 8: ends too early: a bracket or a quote is not closed",
                "[1] | f.json: must hold one JSON object",
                "null | f.json: must hold one JSON object"
            })
    void whatIsNotStrictJsonIsNamedWithLineAndColumn(String text, String fault) {
        assertThat(faultOf(text.replace('\'', '"').replace("\\n", "\n"))).isEqualTo(fault);
    }

    @Test
    void anEmptyFileIsNamed() {
        assertThat(faultOf(" \n")).isEqualTo("f.json: is empty; an object without keys is {}");
    }

    @Test
    void aByteOrderMarkIsNamed() {
        assertThat(faultOf("\uFEFF{}"))
                .isEqualTo("f.json: line 1, column 1: begins with a byte order mark; save it as UTF-8 without one");
    }

    @Test
    void anotherEncodingIsNamed() {
        assertThat(faultOf("{\"a\": \"ä\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("f.json: is not UTF-8; save it as UTF-8");
    }

    @Test
    void aSecretWithoutQuotesIsNotRepeated() {
        assertThat(faultOf("{\"jwt_secret\": hush}")).isEqualTo("f.json: line 1, column 16: is not JSON");
    }

    @Test
    void endlessNestingIsOneFault() {
        assertThat(faultOf("{\"a\":".repeat(5000))).contains("nested too deeply");
    }

    @Test
    void aDirectoryIsNoFile(@TempDir Path directory) {
        assertThat(JsonFile.read(directory, faultCollector)).isEmpty();
        assertThat(fault()).contains("is a directory");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(20)
    void aPipeIsNotRead(@TempDir Path directory) throws Exception {
        Path pipe = directory.resolve("pipe.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(JsonFile.read(pipe, faultCollector)).isEmpty();
        assertThat(fault()).isEqualTo("pipe.json: is not a regular file (" + pipe + ")");
    }

    @Test
    void aMissingFileSaysWhereItWasLookedFor(@TempDir Path directory) {
        assertThat(JsonFile.read(directory.resolve("no.json"), faultCollector)).isEmpty();
        assertThat(fault()).isEqualTo("no.json: there is no such file (" + directory.resolve("no.json") + ")");
    }

    @Test
    void aHugeFileIsNotRead(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("huge.json"), new byte[(16 << 20) + 1]);
        assertThat(JsonFile.read(file, faultCollector)).isEmpty();
        assertThat(fault()).isEqualTo("huge.json: is larger than 16 MiB");
    }

    @Test
    void aGoodFileIsRead(@TempDir Path directory) {
        Path file = ConfigFixture.write(directory, "good.json", "{\"a\": 1}");
        assertThat(JsonFile.read(file, faultCollector).map(node -> node.get("a").intValue()))
                .isEqualTo(Optional.of(1));
        faultCollector.throwIfAny();
    }
}
