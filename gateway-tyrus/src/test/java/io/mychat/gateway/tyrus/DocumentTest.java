package io.mychat.gateway.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.tyrus.example.PriceTicker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of the pages is compiled, and works. */
class DocumentTest {

    @ParameterizedTest
    @ValueSource(strings = {"docs/embedding.md", "docs/embedding.zh-CN.md"})
    void theExampleIsTheCompiledOne(String page) throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/mychat/gateway/tyrus/example/PriceTicker.java"));
        String lines = source.substring(
                source.indexOf("// snippet: endpoint\n") + "// snippet: endpoint\n".length(),
                source.indexOf("    // end"));

        assertThat(Files.readString(Path.of("..").resolve(page)))
                .contains("```java\n" + lines.stripTrailing().stripIndent() + "\n```\n");
    }

    @Test
    void theExampleAnswers() throws Exception {
        try (GatewayServer gateway = PriceTicker.start(LiveGateway.builder())) {
            Listened client = new Listened();
            URI uri = URI.create("ws://127.0.0.1:" + gateway.webSocketAddress().getPort() + "/prices/gold");
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(uri, client)
                    .get()
                    .sendText("euros", true)
                    .get();

            assertThat(client.next()).isEqualTo("gold costs 5 euros");
        }
    }
}
