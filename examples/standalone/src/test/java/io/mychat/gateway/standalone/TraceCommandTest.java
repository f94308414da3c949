package io.mychat.gateway.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TraceCommandTest {

    private static LiveGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = LiveGateway.start(builder -> builder.setting("trace.duration_seconds", 3));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static CommandRun trace(String user, String... arguments) {
        List<String> all = new ArrayList<>(List.of("trace"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", url(), "--login", user));
        return CommandRun.withInput(LiveGateway.PASSWORD + "\n", all.toArray(String[]::new));
    }

    private static String url() {
        return "http://127.0.0.1:" + gateway.server().httpAddress().getPort();
    }

    @Test
    void aMessageIsFoundInItsChat() {
        TestClient bob = gateway.login("bob", "web", "b");
        TestClient alice = gateway.login("alice", "web", "a");
        assertThat(trace("root", "chat", "dm:alice:bob").exitCode()).isZero();
        String message = alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"secret words\"}")
                .text("message_id");
        bob.next(2003);

        CommandRun run = trace("root", "message", message);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line)
                        .matches("[-0-9T:.]+Z \\S+ accepted user alice session s-\\S+ message " + message + ": to bob"))
                .anySatisfy(line -> assertThat(line).matches(".* delivered user bob session s-.*: inbox_seq 1 of bob"));
        assertThat(run.out()).doesNotContain("secret words");
        assertThat(run.errorLines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("recorded until "));
        assertThat(trace("root", "message", message, "--in", "dm:alice:bob", "--json")
                        .out())
                .startsWith("{\"events\":[");
    }

    @Test
    void itFollowsUntilTheRecordingEnds() {
        CommandRun before = trace("root", "user", "carol");
        assertThat(before.out()).contains(" offline user carol");
        gateway.login("carol", "web", "c");

        CommandRun run = trace("root", "user", "carol", "--follow");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().filter(line -> line.contains(" logged_in ")))
                .hasSize(1);
    }

    @Test
    void whoMayNotAskIsToldSo() {
        CommandRun run = trace("alice", "user", "bob");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errorLines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("alice is not an administrator: "));
    }

    @Test
    void withoutCredentialsNothingIsAsked() {
        CommandRun run = CommandRun.of("trace", "user", "bob", "--url", "http://127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.err()).contains("MYCHAT_TOKEN", "MYCHAT_API_KEY", "--login NAME");
    }

    @Test
    void anUnknownMessageWithoutItsChatSaysWhatToAdd() {
        String unknown = "01a20000-0000-7000-8000-000000000000";

        assertThat(trace("root", "message", unknown).errorLines())
                .hasSize(2)
                .first()
                .satisfies(line -> assertThat(line).contains("--in CHAT"));
        assertThat(trace("root", "message", unknown, "--in", "dm:alice:bob").errorLines())
                .noneMatch(line -> line.contains("--in CHAT"));
    }

    @Test
    void aTraceThatIsFollowedSaysOnceHowLongItGoesOn() {
        CommandRun run = trace("root", "message", "01a20000-0000-7000-8000-000000000001", "--follow");

        assertThat(run.errorLines().stream().filter(line -> line.startsWith("recorded until ")))
                .hasSize(1);
    }

    /** Logs in at the gateway, and asks elsewhere. */
    private CommandRun askedAt(String address) {
        return CommandRun.withInput(
                LiveGateway.PASSWORD + "\n",
                "trace",
                "user",
                "bob",
                "--login",
                "root",
                "--url",
                address,
                "--login-url",
                url());
    }

    @Test
    void theLoginMayHaveAnAddressOfItsOwn() {
        String nobody = "http://127.0.0.1:1";

        CommandRun asked = askedAt(nobody);
        CommandRun login = trace("root", "user", "bob", "--login-url", "http://127.0.0.1:2");

        assertThat(asked.errorLines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith(nobody + " does not answer: "));
        assertThat(login.errorLines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("http://127.0.0.1:2 does not answer: "));
    }

    /** As the HTTP port of a gateway with a management port, and as that port for a login. */
    @Test
    void aCallAtTheWrongPortSaysWhichOneToName() throws IOException {
        HttpServer empty = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        empty.createContext("/", exchange -> {
            byte[] body = "{\"error\":\"not_found\",\"detail\":\"There is no such resource.\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        empty.start();
        try {
            String wrong = "http://127.0.0.1:" + empty.getAddress().getPort();

            CommandRun call = askedAt(wrong);
            CommandRun login = trace("root", "user", "bob", "--login-url", wrong);

            assertThat(call.errorLines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("404 not_found", "--url or MYCHAT_URL"));
            assertThat(login.errorLines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("404 not_found", "--login-url"));
        } finally {
            empty.stop(0);
        }
    }

    @Test
    void anotherKindIsRefused() {
        CommandRun run = trace("root", "group", "g");

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.errorLines()).containsExactly("KIND is user, message or chat, not 'group'");
        assertThat(trace("root", "chat", "g").err()).contains("the gateway answers 400 bad_chat");
    }
}
