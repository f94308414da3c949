package io.mychat.gateway.example.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.Credentials;
import io.mychat.gateway.client.GatewayClient;
import io.mychat.gateway.client.data.ChatMessage;
import io.mychat.gateway.test.LiveGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatProgramTest {

    private static final Path ROOT = Path.of("../..");
    private static final Path SOURCE = Path.of("src/main/java/io/mychat/gateway/example/client/ChatProgram.java");

    @Test
    void whatIsTypedIsStored() throws IOException {
        try (LiveGateway gateway = LiveGateway.start(builder -> builder);
                GatewayClient bob =
                        GatewayClient.builder(gateway.webSocketUri().toString()).build()) {
            bob.connect(Credentials.password("bob", LiveGateway.PASSWORD)).join();

            ChatProgram.talk(
                    gateway.webSocketUri().toString(),
                    "http://127.0.0.1:9/api",
                    "alice",
                    LiveGateway.PASSWORD,
                    "bob",
                    new Scanner("hi\nthere\n"));

            assertThat(bob.history(GatewayClient.chatIdOf("alice", "bob"))
                            .join()
                            .messages())
                    .extracting(ChatMessage::content)
                    .containsExactly("hi", "there");
        }
    }

    @Test
    void aWrongPasswordIsOneLine() throws IOException {
        try (LiveGateway gateway = LiveGateway.start(builder -> builder)) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();

            int code = ChatProgram.run(
                    new PrintStream(said, true, StandardCharsets.UTF_8),
                    new Scanner("hi\n"),
                    "alice",
                    "wrong",
                    "bob",
                    gateway.webSocketUri().toString());

            assertThat(code).isEqualTo(1);
            assertThat(said.toString(StandardCharsets.UTF_8).lines())
                    .containsExactly("bad_credentials: Unknown user or wrong password.");
        }
    }

    @Test
    void aMissingArgumentIsSaid() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        int code = ChatProgram.run(new PrintStream(said, true, StandardCharsets.UTF_8), new Scanner(""), "alice");

        assertThat(code).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("Arguments: user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/clients.md", "docs/clients.zh-CN.md"})
    void thePageShowsTheCompiledLines(String page) throws IOException {
        Matcher snippet =
                Pattern.compile("(?ms)^ *// snippet: talk\n(.*?)^ *// end$").matcher(Files.readString(SOURCE));
        assertThat(snippet.find()).isTrue();
        assertThat(Files.readString(ROOT.resolve(page)))
                .contains("```java\n" + snippet.group(1).stripTrailing().stripIndent() + "\n```\n");
    }
}
