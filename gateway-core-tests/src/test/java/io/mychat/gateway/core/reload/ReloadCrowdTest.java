package io.mychat.gateway.core.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.config.reading.FakeModule;
import io.mychat.gateway.core.testing.ConfigFiles;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many reloads at once, and reloads that do not come back. */
class ReloadCrowdTest {

    private static final int THREADS_OF_HTTP = 16;

    @TempDir
    private Path directory;

    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean hanging;

    /** A file on a disk that does not answer. */
    private void read(ModuleSettings settings) {
        if (hanging) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void reloadsThatWaitLeaveThreadsToOthers() {
        ConfigFiles files = new ConfigFiles(directory);
        ExecutorService http = Executors.newFixedThreadPool(THREADS_OF_HTTP);
        try (TestGateway gateway =
                TestGateway.start(builder -> builder.config(files.gateway("{'server': {'watch_config': false}}"))
                        .module(FakeModule.reading("fake", this::read)))) {
            Map<String, String> root = gateway.bearer("root");
            hanging = true;
            List<CompletableFuture<HttpResponse>> crowd = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> gateway.http.post("/api/system/reload", root, "{\"config_type\":\"gateway_config\"}"),
                            http))
                    .limit(2 * THREADS_OF_HTTP)
                    .toList();
            try {
                // One hangs, one waits; the others have their answers and leave their threads.
                await().atMost(Duration.ofSeconds(30))
                        .until(() ->
                                crowd.stream().filter(CompletableFuture::isDone).count() == crowd.size() - 2);
            } finally {
                released.countDown();
            }

            List<HttpResponse> answers =
                    crowd.stream().map(CompletableFuture::join).toList();
            assertThat(answers)
                    .extracting(HttpResponse::status)
                    .containsOnly(200, 503)
                    .contains(200, 503);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 503)
                    .allSatisfy(answer -> assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                            .contains("\"reload_in_progress\"", "\"retry_after_ms\":1000"));
            assertThat(gateway.http
                            .post("/api/system/reload", root, "{\"config_type\":\"gateway_config\"}")
                            .status())
                    .isEqualTo(200);
        } finally {
            http.shutdown();
        }
    }
}
