package io.mychat.gateway.example.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.CloseReason;
import io.mychat.gateway.spi.transport.CloseReason.ClientAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the READMEs show is what the code says. Runs in the module's own directory. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Path SOURCES = Path.of("src/main/java/io/mychat/gateway/example/embedded");
    private static final Path TESTS = Path.of("src/test/java/io/mychat/gateway/example/embedded");
    private static final Pattern CLOSE_CODE = Pattern.compile("(?m)^\\| ([14]\\d{3}) \\| ([^|]+) \\| ([^|]+) \\|$");

    private static final Map<ClientAction, String> ENGLISH = Map.of(
            ClientAction.STOP, "stop",
            ClientAction.ASK_THE_PERSON, "ask the person",
            ClientAction.AUTHENTICATE_AGAIN, "authenticate again",
            ClientAction.RECONNECT_AND_RESUME, "reconnect and resume",
            ClientAction.RECONNECT_WITH_BACKOFF, "reconnect with back-off");
    private static final Map<ClientAction, String> CHINESE = Map.of(
            ClientAction.STOP, "停止",
            ClientAction.ASK_THE_PERSON, "询问用户",
            ClientAction.AUTHENTICATE_AGAIN, "重新认证",
            ClientAction.RECONNECT_AND_RESUME, "重连并续传",
            ClientAction.RECONNECT_WITH_BACKOFF, "退避后重连");

    @ParameterizedTest
    @CsvSource({
        "README.md,EmbeddedGateway.java,embed",
        "README.md,OrderStatusHandler.java,handler",
        "README.zh-CN.md,EmbeddedGateway.java,embed",
        "README.zh-CN.md,OrderStatusHandler.java,handler",
        "docs/first-handler.md,FirstGateway.java,first",
        "docs/first-handler.zh-CN.md,FirstGateway.java,first",
        "docs/first-plugin.md,GreeterPlugin.java,plugin",
        "docs/first-plugin.md,GreeterPluginTest.java,plugin-test",
        "docs/first-plugin.zh-CN.md,GreeterPlugin.java,plugin",
        "docs/first-plugin.zh-CN.md,GreeterPluginTest.java,plugin-test",
        "docs/embedding.md,OrderHandlers.java,methods",
        "docs/embedding.md,HostCalls.java,handlers",
        "docs/embedding.md,HostCalls.java,calls",
        "docs/embedding.md,HostCalls.java,process",
    })
    void snippetsAreTheCompiledLines(String readme, String source, String name) throws IOException {
        Path file = Files.exists(SOURCES.resolve(source)) ? SOURCES.resolve(source) : TESTS.resolve(source);
        assertThat(read(ROOT.resolve(readme))).contains("```java\n" + snippet(read(file), name) + "\n```\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/first-plugin.md", "docs/first-plugin.zh-CN.md"})
    void theSchemaOfThePluginIsTheOneOnItsPage(String page) throws IOException {
        Path schema = Path.of("src/main/resources/io/mychat/gateway/example/embedded/plugin.schema.json");
        assertThat(read(ROOT.resolve(page))).contains("```json\n" + read(schema) + "```\n");
    }

    @Test
    void theEnglishCloseCodesAreThoseOfTheGateway() throws IOException {
        assertThat(closeCodes("README.md", "### Close codes")).isEqualTo(expected(ENGLISH));
    }

    @Test
    void theChineseCloseCodesAreThoseOfTheGateway() throws IOException {
        assertThat(closeCodes("README.zh-CN.md", "### 关闭码")).isEqualTo(expected(CHINESE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md", "CONTRIBUTING.md", "RELEASING.md", "CHANGELOG.md"})
    void linksLeadToFiles(String page) throws IOException {
        List<String> targets = Pattern.compile("]\\((?!https?:)([^)#]+)\\)")
                .matcher(read(ROOT.resolve(page)))
                .results()
                .map(link -> link.group(1))
                .toList();

        assertThat(targets)
                .allSatisfy(target -> assertThat(ROOT.resolve(target)).exists());
    }

    @Test
    void eachContractSuiteIsOnThePageAboutTests() throws IOException {
        Path testkit = ROOT.resolve("gateway-testkit/src/main/java");
        List<String> suites;
        try (Stream<Path> files = Files.walk(testkit)) {
            suites = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Contract.java"))
                    .map(name -> name.replace(".java", ""))
                    .filter(name -> !name.equals("WebSocketTransportContract")) // the base of five suites
                    .toList();
        }

        assertThat(suites).isNotEmpty();
        assertThat(read(ROOT.resolve("docs/testing.md"))).contains(suites);
    }

    private static List<String> expected(Map<ClientAction, String> words) {
        return Arrays.stream(CloseReason.values())
                .map(reason -> reason.code() + " " + reason.text() + ": " + words.get(reason.clientAction()))
                .toList();
    }

    private static List<String> closeCodes(String readme, String heading) throws IOException {
        String text = read(ROOT.resolve(readme));
        int start = text.indexOf(heading);
        assertThat(start).as(heading).isNotNegative();
        return CLOSE_CODE
                .matcher(text.substring(start, text.indexOf("\n###", start + 1)))
                .results()
                .map((MatchResult row) -> row.group(1) + " " + row.group(2) + ": " + row.group(3))
                .toList();
    }

    private static String snippet(String source, String name) {
        Matcher snippet = Pattern.compile("(?ms)^ *// snippet: " + name + "\n(.*?)^ *// end$")
                .matcher(source);
        assertThat(snippet.find()).as("snippet " + name).isTrue();
        return snippet.group(1).stripTrailing().stripIndent();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }
}
