package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same with TLS: Redis and Sentinel answer nothing else, each other neither. */
@Tag("ops")
class RedisChartTlsTest extends RedisChartTest {

    @Override
    Optional<Path> tls() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(directory.resolve("tls"));
        CommandResult.outputOf(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=redis",
                "-addext",
                "subjectAltName=IP:127.0.0.21,IP:127.0.0.22,IP:127.0.0.23",
                "-keyout",
                "tls.key",
                "-out",
                "tls.crt");
        Files.copy(folder.resolve("tls.crt"), folder.resolve("ca.crt"));
        return Optional.of(folder);
    }

    @Test
    void nothingIsAnsweredInTheClear() throws IOException, InterruptedException {
        for (String port : new String[] {"6379", "26379"}) {
            CommandResult answer = CommandResult.of(
                    directory, Map.of(), "timeout", "3", "redis-cli", "-h", "127.0.0.21", "-p", port, "ping");

            assertThat(answer.output()).doesNotContain("PONG", "NOAUTH");
        }
    }
}
