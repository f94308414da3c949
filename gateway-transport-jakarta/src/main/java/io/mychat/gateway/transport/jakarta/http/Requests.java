package io.mychat.gateway.transport.jakarta.http;

import io.mychat.gateway.spi.transport.HttpRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts requests of servlets to requests of the SPI. A copy, because containers use their requests again. */
final class Requests {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final byte[] NOTHING = {};

    private Requests() {}

    /**
     * The request without its body.
     *
     * @param prefix what stands before {@code /api} in the path of the servlet
     * @throws IllegalArgumentException when the query is malformed
     */
    static HttpRequest head(HttpServletRequest request, String prefix, InetSocketAddress peer) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .addAll(Collections.list(request.getHeaders(name)));
        }
        String more = request.getPathInfo();
        return new HttpRequest(
                request.getMethod().toUpperCase(Locale.ROOT),
                request.getServletPath().substring(prefix.length()) + (more == null ? "" : more),
                query(request.getQueryString()),
                unmodifiable(headers),
                NOTHING,
                false,
                peer,
                certificate(request));
    }

    static HttpRequest with(HttpRequest head, byte[] body, boolean tooLarge) {
        return new HttpRequest(
                head.method(),
                head.path(),
                head.query(),
                head.headers(),
                body,
                tooLarge,
                head.peer(),
                head.clientCertificate());
    }

    private static Map<String, List<String>> query(@Nullable String query) {
        Map<String, List<String>> parameters = new HashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                if (!name.isEmpty()) {
                    parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                }
            }
        }
        return unmodifiable(parameters);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> unmodifiable(Map<String, List<String>> lists) {
        lists.replaceAll((name, values) -> List.copyOf(values));
        return Map.copyOf(lists);
    }

    private static Optional<X509Certificate> certificate(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }
}
