package io.mychat.gateway.transport.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.TransportCapability;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of the READMEs says what the suites have tried. {@code -Dupdate.docs=true} writes it. Runs in the module's
 * own directory.
 */
final class CapabilitiesTest {

    private static final Pattern TABLE = Pattern.compile("(?s)<!-- capabilities -->\n.*?<!-- end -->");

    private static final Map<String, String> WORDS = Map.of("README.md", "yes", "README.zh-CN.md", "有");
    private static final List<String> SUITES =
            List.of("Handshakes", "Connection", "Frames", "BinaryMessages", "Buffers", "Sockets", "Http", "HttpStream");
    private static final Map<String, String> SUITE_ROWS = Map.of("README.md", "suites", "README.zh-CN.md", "套件");
    private static final Map<String, String> HEADS = Map.of("README.md", "capability", "README.zh-CN.md", "能力");

    private static String table(String readme) {
        List<Container> containers =
                List.of(Container.TOMCAT, Container.JETTY, Container.TYRUS_SERVLETS, Container.TYRUS);
        StringBuilder table = new StringBuilder("<!-- capabilities -->\n| " + HEADS.get(readme) + " | ");
        table.append(containers.stream().map(Container::label).collect(Collectors.joining(" | ")));
        table.append(" |\n| ---").append(" | ---".repeat(containers.size())).append(" |\n");
        for (TransportCapability capability : TransportCapability.values()) {
            table.append("| `").append(capability).append("` | ");
            table.append(containers.stream()
                    .map(one -> one.capabilities().contains(capability) ? WORDS.get(readme) : "–")
                    .collect(Collectors.joining(" | ")));
            table.append(" |\n");
        }
        table.append("| ").append(SUITE_ROWS.get(readme)).append(" | ");
        table.append(Stream.of("Tomcat", "Jetty", "TyrusServlets", "Tyrus")
                .map(CapabilitiesTest::suites)
                .collect(Collectors.joining(" | ")));
        return table.append(" |\n<!-- end -->").toString();
    }

    /** How many of the suites a container has. */
    private static String suites(String container) {
        long found = SUITES.stream()
                .filter(suite -> CapabilitiesTest.class.getResource(container + suite + "Test.class") != null)
                .count();
        return found + "/" + SUITES.size();
    }

    @ParameterizedTest
    @CsvSource({"README.md", "README.zh-CN.md"})
    void theTablesOfTheReadmesAreThoseOfTheSuites(String readme) throws IOException {
        Path file = Path.of(readme);
        String text = Files.readString(file);
        if (Boolean.getBoolean("update.docs")) {
            text = TABLE.matcher(text).replaceFirst(table(readme));
            Files.writeString(file, text);
        }
        assertThat(text).contains(table(readme));
    }

    @ParameterizedTest
    @EnumSource(TestContainer.Kind.class)
    void aContainerIsRecognised(TestContainer.Kind kind) throws Exception {
        SharedContainer container = SharedContainer.of(kind);
        assertThat(container
                        .mount()
                        .webSockets(Transports.SETTINGS, new ManualTime())
                        .capabilities())
                .isEqualTo(Container.valueOf(kind.name()).capabilities());
    }

    @Test
    void anUnknownContainerClaimsNoMoreThanAllHave() {
        for (Container known : List.of(Container.TOMCAT, Container.JETTY, Container.TYRUS_SERVLETS)) {
            assertThat(known.capabilities()).containsAll(Container.OTHER.capabilities());
        }
    }
}
