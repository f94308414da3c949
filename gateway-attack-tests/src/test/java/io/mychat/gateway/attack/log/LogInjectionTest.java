package io.mychat.gateway.attack.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Clients that write lines of the log and the audit into everything that they may send, against a whole gateway. */
class LogInjectionTest {

    private static final String LINE = "[2025-01-08 10:30:15.123] [gateway] [error] [Forged:1] FORGED";
    private static final String AUDIT = "{\"at\":\"2025-01-08T10:30:00.000Z\",\"event\":\"forged\"}";
    private static final List<String> BREAKS =
            List.of("\n", "\r\n", "\r", "\u2028", "\u0085", "\u000b", "\u001b[2K\u001b[1G");
    private static final String HOSTILE = "x"
            + String.join(
                    "", BREAKS.stream().map(each -> each + LINE + each + AUDIT).toList()) + "\u202e\u0000\u0007";

    private static final Pattern TEXT_LINE = Pattern.compile(
            "\\[[-0-9]{10} [0-9:.]{12}] \\[gateway] \\[(error|warn|info|debug)] \\[[\\w$]+:\\d+] .*|    .*|\\{\"at\":.*");
    /** What a terminal or an editor takes for a line's end, an order, or another direction. */
    private static final Pattern DANGEROUS = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\p{Cf}]");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    /** The file stays open until the process ends, and a process has one. */
    @AfterEach
    void closeLog() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.mychat.gateway");
        logger.detachAndStopAllAppenders();
        logger.setLevel(null);
    }

    @Test
    void noClientForgesALineOfText() throws Exception {
        List<String> lines = attacked("text");

        assertThat(lines).allMatch(line -> TEXT_LINE.matcher(line).matches()).noneMatch(line -> line.startsWith(LINE));
        assertThat(lines.stream().filter(line -> line.startsWith("{")))
                .allMatch(line -> !event(line).equals("forged"));
    }

    @Test
    void noClientForgesALineOfJson() throws Exception {
        List<String> lines = attacked("json");

        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(JSON.readTree(line).isObject()).as(line).isTrue());
        assertThat(lines).noneMatch(line -> event(line).equals("forged"));
    }

    private static String event(String line) {
        try {
            JsonNode tree = JSON.readTree(line);
            return tree.path("event").asText();
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /** The lines of the log of a gateway that has been attacked. */
    private List<String> attacked(String format) throws Exception {
        Path file = directory.resolve(format + ".log");
        try (LiveGateway gateway = LiveGateway.start(builder ->
                builder.logFile(file).setting("logging.level", "debug").setting("logging.format", format))) {
            overWebSocket(gateway);
            overHttp(gateway);
        }
        String log = Files.readString(file);
        assertThat(log).contains("login_refused", "credential_refused", "FORGED");
        List<String> lines = log.lines().toList();
        assertThat(lines).noneMatch(line -> DANGEROUS.matcher(line).find());
        return lines;
    }

    private static void overWebSocket(LiveGateway gateway) throws IOException {
        TestClient guest = gateway.connect();
        guest.login(HOSTILE, "wrong", "web", "d");
        guest.login("alice", LiveGateway.PASSWORD, HOSTILE, HOSTILE);
        guest.request(1002, JSON.writeValueAsString(Map.of("token", HOSTILE)));
        TestClient alice = gateway.login("alice", "web", "a");
        alice.request(2001, JSON.writeValueAsString(Map.of("to_user", HOSTILE, "content", HOSTILE)));
        alice.request(
                2001, JSON.writeValueAsString(Map.of("to_user", "bob", "content", HOSTILE, "client_msg_id", HOSTILE)));
        alice.request(2002, JSON.writeValueAsString(Map.of("chat_id", HOSTILE, "before", HOSTILE)));
        alice.sendRaw(HOSTILE);
        assertThat(alice.next().code()).isEqualTo(400);
    }

    private static void overHttp(LiveGateway gateway) throws IOException {
        String encoded = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8);
        for (String head : List.of(
                "GET /api/" + encoded + " HTTP/1.1\r\nHost: a\r\n",
                "GET /api/connections/stats?x=" + encoded + " HTTP/1.1\r\nHost: a\r\nX-Api-Key: " + encoded + "\r\n",
                "GET /api/bans/" + encoded + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \u001b[2K\u202e\r\n",
                "GET /\u001b[2K\u202e HTTP/1.1\r\nHost: \u001b[2K\r\nX-Forwarded-For: \u202e\r\n",
                "G\u001bT /api HTTP/1.1\r\nHost: a\r\n")) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(),
                    gateway.server().httpAddress().getPort())) {
                socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 4");
            }
        }
    }
}
