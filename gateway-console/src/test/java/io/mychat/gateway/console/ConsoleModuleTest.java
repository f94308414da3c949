package io.mychat.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.page.OperatorPages;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.MapSection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console serves, and when. Whether its pages work is tried with a browser, in gateway-client-ts. */
class ConsoleModuleTest {

    private final ModuleProvider.Module module = configured(Map.of("enabled", true));

    private static ModuleProvider.Module configured(Map<String, ?> values) {
        ConsoleModuleProvider provider = new ConsoleModuleProvider();
        MapSection section = new MapSection(provider, "console", values);
        ModuleProvider.Module configured = provider.configure(section.in(Path.of("."), new ManualTime()));
        assertThat(section.faults()).isEmpty();
        return configured;
    }

    private static OperatorPages pages(ModuleProvider.Module module) {
        CollectedAdapters adapters = new CollectedAdapters();
        module.create(adapters);
        return adapters.one(OperatorPages.class);
    }

    private HttpResponse answer(String method, String path) {
        InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);
        return pages(module)
                .endpoint()
                .orElseThrow()
                .handle(new HttpRequest(method, path, Map.of(), Map.of(), new byte[0], false, peer));
    }

    private String body(String path) {
        HttpResponse response = answer("GET", path);
        assertThat(response.status()).as(path).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static Path source() throws URISyntaxException {
        URL page = Objects.requireNonNull(ConsoleFiles.class.getResource("web/index.html"));
        return Objects.requireNonNull(Path.of(page.toURI()).getParent());
    }

    private static List<Path> own(String extension) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(source())) {
            return files.filter(file -> file.toString().endsWith(extension)
                            && !file.getFileName().toString().startsWith("uplot"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theGatewayFindsIt() {
        assertThat(ServiceLoader.load(ModuleProvider.class))
                .hasOnlyElementsOfType(ModuleProvider.class)
                .anyMatch(ConsoleModuleProvider.class::isInstance);
    }

    @Test
    void unlessItIsConfiguredThereIsNone() {
        assertThat(pages(configured(Map.of())).endpoint()).isEmpty();
        assertThat(pages(module).path()).isEqualTo("/console");
        assertThat(new ConsoleModuleProvider().pages()).containsExactly("/console");
    }

    @Test
    void aReloadSwitchesItOffAndOn() {
        OperatorPages pages = pages(module);
        module.adopt(configured(Map.of()));
        assertThat(pages.endpoint()).isEmpty();

        module.adopt(configured(Map.of("enabled", true, "poll_seconds", 30)));
        assertThat(pages.endpoint()).isPresent();
        assertThat(body("/console/settings.json")).isEqualTo("{\"poll_seconds\":30}");
    }

    @ParameterizedTest
    @CsvSource({
        "/console/, text/html; charset=utf-8",
        "/console/index.html, text/html; charset=utf-8",
        "/console/style.css, text/css; charset=utf-8",
        "/console/app.js, text/javascript; charset=utf-8",
        "/console/uplot.js, text/javascript; charset=utf-8",
        "/console/uplot.txt, text/plain; charset=utf-8",
        "/console/icon.svg, image/svg+xml",
        "/console/settings.json, application/json"
    })
    void eachFileHasItsType(String path, String type) {
        assertThat(answer("GET", path).headers()).containsEntry("Content-Type", type);
        assertThat(answer("HEAD", path).status()).isEqualTo(200);
        assertThat(answer("POST", path).status()).isEqualTo(405);
    }

    @Test
    void theBareNameLeadsToThePage() {
        HttpResponse response = answer("GET", "/console");

        assertThat(response.status()).isEqualTo(308);
        assertThat(response.headers()).containsEntry("Location", "console/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/../api/system/config",
                "/console/web/app.js",
                "/console/ConsoleFiles.class",
                "/console//app.js",
                "/console/app.js/",
                "/console/app.js\0",
                "/consoles",
                "/console/settings.json/",
                "\\console\\app.js"
            })
    void onlyExactPathsFindSomething(String path) {
        assertThat(answer("GET", path).status()).isEqualTo(404);
    }

    @Test
    void everyAnswerForbidsWhatThePageDoesNotNeed() {
        for (String path : List.of("/console", "/console/", "/console/app.js", "/console/nothing")) {
            assertThat(answer("GET", path).headers())
                    .as(path)
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("X-Frame-Options", "DENY")
                    .containsEntry("Cache-Control", "no-cache")
                    .hasEntrySatisfying(
                            "Content-Security-Policy",
                            policy -> assertThat(policy)
                                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                                    .contains("connect-src 'self';", "frame-ancestors 'none'", "base-uri 'none'")
                                    .contains("form-action 'none'", "require-trusted-types-for 'script'")
                                    .doesNotContain("unsafe", "*", "data:", "http"));
        }
    }

    @Test
    void allFilesAreServedAndNoOthers() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(source())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(ConsoleFiles.NAMES);
        }
    }

    @Test
    void whatAFileRefersToIsThere() throws IOException, URISyntaxException {
        Pattern reference = Pattern.compile("(?:src|href)=\"([^\"#]+)\"|from '\\./([^']+)'");
        for (Path file :
                Stream.concat(own(".html").stream(), own(".js").stream()).toList()) {
            reference.matcher(Files.readString(file)).results().forEach(found -> {
                String name = found.group(1) == null ? found.group(2) : found.group(1);
                assertThat(answer("GET", "/console/" + name).status())
                        .as(file + " → " + name)
                        .isEqualTo(200);
            });
        }
    }

    /** The policy enforces it in a browser; here it is seen before. */
    @Test
    void nothingComesFromOutsideAndNoTextBecomesMarkup() throws IOException, URISyntaxException {
        for (String extension : List.of(".html", ".css", ".js", ".svg")) {
            for (Path file : own(extension)) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContainPattern("(?:src|href)=\"https?:|url\\(|@import|style=\"|\\son[a-z]+=\"")
                        .doesNotContainPattern(
                                "innerHTML|outerHTML|insertAdjacent|document\\.write|eval\\(|new Function")
                        .doesNotContainPattern("createContextualFragment|DOMParser|setAttribute\\('on|javascript:");
            }
        }
        assertThat(body("/console/uplot.js"))
                .contains("uPlot (v1.6.32)")
                .doesNotContain("innerHTML", "eval(", "new Function", "fetch(", "XMLHttpRequest");
    }

    @Test
    void tokensStayInTheTab() throws IOException, URISyntaxException {
        for (Path file : own(".js")) {
            String name = file.getFileName().toString();
            if (!name.equals("theme.js") && !name.equals("texts.js")) {
                assertThat(Files.readString(file)).as(name).doesNotContain("localStorage.", "document.cookie");
            }
        }
    }

    private Set<String> keys(String file) {
        return Pattern.compile("^  (\\w+):", Pattern.MULTILINE)
                .matcher(body("/console/" + file))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void bothLanguagesSayTheSame() throws IOException, URISyntaxException {
        Set<String> english = keys("texts-en.js");
        assertThat(keys("texts-zh.js")).isEqualTo(english);

        Set<String> used = new TreeSet<>();
        for (Path file :
                Stream.concat(own(".html").stream(), own(".js").stream()).toList()) {
            Pattern.compile("text\\('(\\w+)'|data-(?:text|label)=\"(\\w+)\"")
                    .matcher(Files.readString(file))
                    .results()
                    .map((MatchResult found) -> found.group(1) == null ? found.group(2) : found.group(1))
                    .forEach(used::add);
        }
        assertThat(english).hasSizeGreaterThan(100).containsAll(used);
    }
}
