package io.mychat.gateway.spi.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {

    private static final StaticFile FILE = StaticFile.of("a.js", "let a".getBytes(StandardCharsets.UTF_8));

    private final StaticFiles files = new StaticFiles(Map.of("/x/a.js", FILE), () -> "default-src 'none'");

    private static HttpRequest request(String method, String path, Map<String, List<String>> headers) {
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);
        return new HttpRequest(method, path, Map.of(), headers, new byte[0], false, peer);
    }

    private HttpResponse get(String path) {
        return files.handle(request("GET", path, Map.of()));
    }

    @Test
    void aFileIsServedWithItsTypeAndTag() {
        HttpResponse response = get("/x/a.js");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).asString().isEqualTo("let a");
        assertThat(response.headers())
                .containsEntry("Content-Type", "text/javascript; charset=utf-8")
                .containsEntry("Cache-Control", "no-cache")
                .hasEntrySatisfying("ETag", tag -> assertThat(tag).matches("\"[0-9a-f]{32}\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
    void whoHasTheContentGetsNoBody(String known) {
        String tag = get("/x/a.js").headers().get("ETag");

        HttpResponse response =
                files.handle(request("GET", "/x/a.js", Map.of("if-none-match", List.of(known.formatted(tag)))));

        assertThat(response.status()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers()).containsEntry("ETag", tag).doesNotContainKey("Content-Type");
    }

    @Test
    void otherContentHasAnotherTag() {
        HttpResponse response =
                files.handle(request("GET", "/x/a.js", Map.of("if-none-match", List.of("\"0123\", \"\", x"))));

        assertThat(response.status()).isEqualTo(200);
        assertThat(StaticFile.of("a.js", new byte[] {1}).tag()).isNotEqualTo(FILE.tag());
    }

    @ParameterizedTest
    @CsvSource({"/x/A.js", "/x/a.js/", "/x/./a.js", "/x/../x/a.js", "/x//a.js", "/x/", "/a.js", "''", "/x/a.js%00"})
    void onlyTheExactPathFindsIt(String path) {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "get"})
    void othersThanGetAndHeadAreRefusedBeforeTheirBody(String method) {
        HttpAdmission admission = files.admit(request(method, "/x/a.js", Map.of()));

        HttpResponse response = ((HttpAdmission.Answer) admission).response();
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void everyAnswerHasThePolicyAndForbidsFrames() {
        for (HttpResponse response : List.of(
                get("/x/a.js"),
                get("/nothing"),
                files.handle(request("POST", "/x/a.js", Map.of())),
                files.handle(request("GET", "/x/a.js", Map.of("if-none-match", List.of("*")))),
                files.redirect("/x/"))) {
            assertThat(response.headers())
                    .as("%d", response.status())
                    .containsEntry("Content-Security-Policy", "default-src 'none'")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("X-Frame-Options", "DENY")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsEntry("Cross-Origin-Resource-Policy", "same-origin");
        }
    }

    @Test
    void anUnknownTypeAndAMissingFileAreFaults() {
        assertThatThrownBy(() -> StaticFile.of("a.exe", new byte[0])).hasMessageContaining("a.exe");
        assertThatThrownBy(() -> StaticFile.read(StaticFilesTest.class, "nothing.js"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing.js");
    }
}
