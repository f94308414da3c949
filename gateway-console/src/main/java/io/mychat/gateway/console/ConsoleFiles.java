package io.mychat.gateway.console;

import io.mychat.gateway.spi.page.StaticFile;
import io.mychat.gateway.spi.page.StaticFiles;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The files of the console, and {@code settings.json}, which tells the page its settings. Thread-safe. */
final class ConsoleFiles implements HttpEndpoint {

    /** All that is served, below {@code web} beside this class. */
    static final List<String> NAMES = List.of(
            "alerts.js",
            "api.js",
            "app.js",
            "audit.js",
            "backends.js",
            "bans.js",
            "config.js",
            "dialog.js",
            "dom.js",
            "icon.svg",
            "index.html",
            "overview.js",
            "plots.js",
            "style.css",
            "texts-en.js",
            "texts-zh.js",
            "texts.js",
            "theme.js",
            "trace.js",
            "uplot.css",
            "uplot.js",
            "uplot.txt",
            "users.js");

    /** Nothing from elsewhere, no inline script or style, no text as code, and in no frame. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final String path;
    private final Supplier<ConsoleSettings> settings;
    private final StaticFiles files;

    /**
     * @param path where the files are served, without a slash at the end
     * @throws IllegalStateException when a file is missing in the jar
     */
    ConsoleFiles(String path, Supplier<ConsoleSettings> settings) {
        this.path = path;
        this.settings = settings;
        Map<String, StaticFile> byPath = new LinkedHashMap<>();
        NAMES.forEach(name -> byPath.put(path + "/" + name, StaticFile.read(ConsoleFiles.class, "web/" + name)));
        byPath.put(path + "/", StaticFile.read(ConsoleFiles.class, "web/index.html"));
        this.files = new StaticFiles(byPath, () -> POLICY);
    }

    @Override
    public HttpAdmission admit(HttpRequest head) {
        return new HttpAdmission.Answer(handle(head));
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        if (request.path().equals(path)) {
            return files.redirect(path.substring(1) + "/"); // relative: the host may have something in front of it
        }
        return request.path().equals(path + "/settings.json")
                ? files.respond(request, settingsFile())
                : files.handle(request);
    }

    private StaticFile settingsFile() {
        String json = "{\"poll_seconds\":%d}".formatted(settings.get().pollSeconds());
        return StaticFile.of("settings.json", json.getBytes(StandardCharsets.UTF_8));
    }
}
