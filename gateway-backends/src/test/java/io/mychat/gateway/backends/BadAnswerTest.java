package io.mychat.gateway.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.backend.BackendOutcome.Answered;
import io.mychat.gateway.spi.backend.BackendOutcome.Reason;
import io.mychat.gateway.spi.backend.BackendOutcome.Unavailable;
import io.mychat.gateway.spi.backend.CallOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a back-end that say nothing (protocol.md section 3): broken, too long, nested too deep, or never finished. */
class BadAnswerTest {

    private static final CallOptions PLAIN = new CallOptions(Optional.empty(), 0, false);

    private final BackendsFixture backendsFixture = new BackendsFixture();

    @AfterEach
    void close() {
        backendsFixture.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|nope",
                "404|''",
                "403|{\"error\":1,\"detail\":\"x\"}",
                "429|[]",
                "409|{\"error\":\"conflict\",\"detail\":\"x\"}",
                "302|{}",
                "500|{\"error\":\"boom\",\"detail\":\"x\"}",
                "503|{}",
                "200|not json",
                "200|{\"a\":1}{}",
                "200|{\"a\":"
            })
    void anythingElseIsUnavailable(int status, String body) {
        try (TestServer server = TestServer.answering(status, body)) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call())
                    .isEqualTo(new Unavailable(Reason.FAILED, Duration.ofSeconds(1)));
        }
    }

    @Test
    void anAnswerThatIsNestedTooDeepIsBroken() {
        try (TestServer server = TestServer.answering(200, "[".repeat(65) + "]".repeat(65))) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call())
                    .isInstanceOf(Unavailable.class);
            server.answer(200, "[".repeat(64) + "]".repeat(64));
            assertThat(backendsFixture.call()).isInstanceOf(Answered.class);
        }
    }

    @Test
    void anAnswerOf200MegabytesIsNotRead() throws Exception {
        byte[] piece = new byte[1 << 20];
        CompletableFuture<Integer> written = new CompletableFuture<>();
        try (RawServer server = RawServer.with(out -> {
            int pieces = 0;
            try {
                out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                for (; pieces < 200; pieces++) {
                    out.write("100000\r\n".getBytes(StandardCharsets.UTF_8));
                    out.write(piece);
                    out.write("\r\n".getBytes(StandardCharsets.UTF_8));
                }
            } finally {
                written.complete(pieces);
            }
        })) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call())
                    .isInstanceOf(Unavailable.class);
            assertThat(written.get(10, TimeUnit.SECONDS)).isLessThan(50);
            assertThat(backendsFixture.server(server.url()).failures()).isZero();
        }
    }

    @Test
    void anAnswerThatSaysItIsTooLongIsRefusedAtOnce() throws Exception {
        try (RawServer server = RawServer.writing("HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n{")) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call())
                    .isInstanceOf(Unavailable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\"",
                "HTTP/1.1 200 OK\r\nContent-Le",
                ""
            })
    void rubbishAndHalfAnswersAreUnavailable(String answer) throws Exception {
        try (RawServer server = RawServer.writing(answer)) {
            assertThat(backendsFixture.service(BackendsFixture.of(server.url())).call())
                    .isEqualTo(new Unavailable(Reason.FAILED, Duration.ofSeconds(1)));
            assertThat(backendsFixture.server(server.url()).failures()).isOne();
        }
    }

    @Test
    void aSlowAnswerIsUnavailableAtTheDeadline() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestServer server = TestServer.with(exchange -> end.await())) {
            backendsFixture.service(BackendsFixture.of(server.url()));
            CompletableFuture<BackendOutcome> call = backendsFixture.begin("alice", "{}", PLAIN, Duration.ofSeconds(2));
            await().until(() -> !server.seen.isEmpty());

            backendsFixture.time.advance(Duration.ofMillis(1999));
            assertThat(call).isNotDone();
            backendsFixture.time.advance(Duration.ofMillis(1));

            await().until(call::isDone);
            assertThat(call.join()).isEqualTo(new Unavailable(Reason.TIMED_OUT, Duration.ofSeconds(1)));
            assertThat(backendsFixture.server(server.url()).failures()).isOne();
            assertThat(backendsFixture.status().running()).isZero();
        } finally {
            end.countDown();
        }
    }

    @Test
    void anAnswerThatStopsHalfWayIsUnavailableAtTheDeadline() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = RawServer.with(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":".getBytes(StandardCharsets.UTF_8));
            out.flush();
            awaitQuietly(end);
        })) {
            backendsFixture.service(BackendsFixture.of(server.url()));
            CompletableFuture<BackendOutcome> call = backendsFixture.begin("alice", "{}", PLAIN, Duration.ofSeconds(2));
            await().until(() -> server.requests.get() == 1);

            backendsFixture.time.advance(Duration.ofSeconds(2));

            await().until(call::isDone);
            assertThat(call.join()).isEqualTo(new Unavailable(Reason.TIMED_OUT, Duration.ofSeconds(1)));
        } finally {
            end.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
