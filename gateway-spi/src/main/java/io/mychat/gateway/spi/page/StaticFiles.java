package io.mychat.gateway.spi.page;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Serves files that are held in memory. A request finds a file only by its exact path, so there are no paths to
 * traverse. GET and HEAD only; no body is read. Every answer has a Content-Security-Policy, forbids frames and the
 * guessing of types, and is kept by a browser only as long as its entity tag is the same. Thread-safe.
 *
 * @since 0.1.0
 */
public final class StaticFiles implements HttpEndpoint {

    private static final StaticFile NOT_FOUND = text("Not Found\n");
    private static final StaticFile NOT_ALLOWED = text("Method Not Allowed\n");

    private final Map<String, StaticFile> files;
    private final Supplier<String> policy;

    /**
     * @param files by the whole path of a request
     * @param policy the value of the header Content-Security-Policy
     */
    public StaticFiles(Map<String, StaticFile> files, Supplier<String> policy) {
        this.files = Map.copyOf(files);
        this.policy = policy;
    }

    @Override
    public HttpAdmission admit(HttpRequest head) {
        return new HttpAdmission.Answer(handle(head));
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        StaticFile file = files.get(request.path());
        return file == null ? respond(404, Map.of(), NOT_FOUND) : respond(request, file);
    }

    /** Answers with a file that is not one of these, with the same headers: one that is made for the request. */
    public HttpResponse respond(HttpRequest request, StaticFile file) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return respond(405, Map.of("Allow", "GET, HEAD"), NOT_ALLOWED);
        }
        Map<String, String> tag = Map.of("ETag", file.tag());
        if (isKnown(request, file.tag())) {
            return new HttpResponse(304, headers(tag), new byte[0]);
        }
        return respond(200, tag, file);
    }

    /**
     * @param location the path to go to; only a constant, never text of a client. Without a slash in front it is relative to the
     *     path of the request, and is right below the path of a host's context, too
     */
    public HttpResponse redirect(String location) {
        return respond(308, Map.of("Location", location), text("Permanent Redirect\n"));
    }

    /** Whether the client says that it has this content (RFC 9110, 13.1.2). */
    private static boolean isKnown(HttpRequest request, String tag) {
        for (String header : request.headers().getOrDefault("if-none-match", List.of())) {
            for (String known : header.split(",", -1)) {
                String bare = known.trim();
                if (bare.equals("*") || (bare.startsWith("W/") ? bare.substring(2) : bare).equals(tag)) {
                    return true;
                }
            }
        }
        return false;
    }

    private HttpResponse respond(int status, Map<String, String> more, StaticFile file) {
        Map<String, String> headers = headers(more);
        headers.put("Content-Type", file.type());
        return new HttpResponse(status, headers, file.body());
    }

    private Map<String, String> headers(Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Cache-Control", "no-cache");
        headers.put("Content-Security-Policy", policy.get());
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        return headers;
    }

    private static StaticFile text(String text) {
        return StaticFile.of("text.txt", text.getBytes(StandardCharsets.UTF_8));
    }
}
