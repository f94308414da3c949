package io.mychat.gateway.acme.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.acme.challenge.ChallengeListener.Bounds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers get from the port for challenges, and what they cannot do to it. */
final class ChallengeListenerTest {

    private static final String PATH = "/.well-known/acme-challenge/";
    private static final int CONNECTIONS = 3;

    @TempDir
    Path directory;

    private ChallengeFiles files;
    private ChallengeListener listener;

    @BeforeEach
    void open() throws IOException {
        files = new ChallengeFiles(directory.resolve("challenges"));
        listener = listen(new Bounds(CONNECTIONS, 1000, Duration.ofSeconds(30)));
        files.publish("token", "token.thumbprint");
    }

    private ChallengeListener listen(Bounds bounds) throws IOException {
        return ChallengeListener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), bounds, files);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void anOpenChallengeIsAnsweredAndAWithdrawnOneNot() throws IOException {
        assertThat(exchange("GET " + PATH + "token HTTP/1.1\r\nHost: chat.example.com\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\ntoken.thumbprint");
        assertThat(exchange("HEAD " + PATH + "token HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: 16\r\n")
                .endsWith("\r\n\r\n");

        files.withdraw("token");
        assertThat(exchange("GET " + PATH + "token HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        await().until(() -> listener.answered() == 2 && listener.refused() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET /.well-known/acme-challenge/ HTTP/1.1",
                "GET /.well-known/acme-challenge/../../account.pem HTTP/1.1",
                "GET /.well-known/acme-challenge/..%2faccount.pem HTTP/1.1",
                "GET /.well-known/acme-challenge/token/ HTTP/1.1",
                "GET /.well-known/acme-challenge/token?a HTTP/1.1",
                "GET http://evil.example/.well-known/acme-challenge/token HTTP/1.1",
                "POST /.well-known/acme-challenge/token HTTP/1.1",
                "GET /api/system/health HTTP/1.1",
                "\u0016\u0003\u0001"
            })
    void everythingElseIs404AndShowsNothingOfTheRequest(String line) throws IOException {
        String answer = exchange(line + "\r\nHost: evil.example\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404 Not Found\r\n").endsWith("\r\n\r\n");
        assertThat(answer).doesNotContain("evil", "Location", "token");
    }

    @Test
    void aHeadThatIsTooLongIsRefused() throws IOException {
        assertThat(exchange("GET / HTTP/1.1\r\n" + "a".repeat(4096 - 16))).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void silentClientsLoseTheirPlaceToTheAuthority() throws IOException {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 4 * CONNECTIONS; i++) {
            Socket one = connect();
            one.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
            silent.add(one);
        }
        assertThat(exchange("GET " + PATH + "token HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(listener.evicted()).isGreaterThanOrEqualTo(3 * CONNECTIONS);
        assertThat(listener.connections()).isLessThanOrEqualTo(CONNECTIONS);
        for (Socket one : silent) {
            one.close();
        }
        await().until(() -> listener.connections() == 0);
    }

    @Test
    void aSlowRequestEndsWithItsTime() throws IOException {
        listener.close();
        listener = listen(new Bounds(CONNECTIONS, 1000, Duration.ofMillis(100)));
        try (Socket slow = connect()) {
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aFloodIsPacedAndTheNextSecondHasRoom() throws IOException {
        listener.close();
        listener = listen(new Bounds(CONNECTIONS, 5, Duration.ofSeconds(5)));
        long begin = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            assertThat(exchange("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        }
        // The sixth one has waited for the second second.
        assertThat(System.nanoTime() - begin).isGreaterThan(900_000_000L);
    }

    @Test
    void linksAndOtherFilesAreNotAnswers() throws IOException {
        Files.writeString(directory.resolve("account.pem"), "secret");
        Files.createSymbolicLink(directory.resolve("challenges/link"), directory.resolve("account.pem"));

        assertThat(exchange("GET " + PATH + "link HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThatThrownBy(() -> files.publish("../account.pem", "x")).isInstanceOf(IOException.class);
        assertThat(directory.resolve("account.pem")).hasContent("secret");
    }

    @Test
    void aPortInUseIsAnError() {
        assertThatThrownBy(() -> ChallengeListener.open(
                        listener.address(), new Bounds(CONNECTIONS, 1000, Duration.ofSeconds(1)), files))
                .isInstanceOf(IOException.class);
    }
}
