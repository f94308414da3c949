package io.mychat.gateway.example.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.test.Client;
import io.mychat.gateway.test.GatewaySetup;
import io.mychat.gateway.test.GatewayTest;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug-in as operators use it: in a jar of {@code plugins.directory}. */
@GatewayTest
class WordFilterJarTest {

    @TempDir
    static Path plugins;

    @BeforeAll
    static void pack() throws IOException {
        Path classes = Path.of("target/classes");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("word-filter.jar")));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, jar);
                jar.closeEntry();
            }
        }
    }

    @GatewaySetup
    void plugins(GatewayBuilder builder) {
        builder.setting("plugins.directory", plugins).setting("plugins.settings.word-filter.words", List.of("spam"));
    }

    @Test
    void refusesMessagesWithBadWords(@Client("alice") TestClient alice) {
        assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"spam for you\"}")
                        .code())
                .isEqualTo(403);
        assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hello\"}")
                        .code())
                .isEqualTo(200);
        assertThat(alice.request(7001, "{}").data().path("refused").asInt()).isEqualTo(1);
    }
}
