package io.mychat.gateway.core.http;

import io.mychat.gateway.core.config.Origin;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * CORS (Fetch standard) for the configured origins. Requests of other pages are answered without CORS headers, so the
 * browser hides the response. Credentials are never allowed by header, because there are no cookies. Thread-safe.
 */
public final class CrossOrigin {

    private static final String ALLOWED_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Api-Key, X-Session-Key";
    private static final String EXPOSED_HEADERS = "Retry-After, WWW-Authenticate";
    /** The time for which a browser may cache the answer to a preflight request, in seconds. */
    private static final String MAX_AGE = "600";

    private final Supplier<Set<Origin>> origins;

    /**
     * @param origins supplies the currently allowed origins; empty: no other origin is allowed
     */
    public CrossOrigin(Supplier<Set<Origin>> origins) {
        this.origins = origins;
    }

    /**
     * The CORS headers of an answer.
     *
     * @param allow the methods of the resource in an answer to OPTIONS; empty in any other answer
     */
    Map<String, String> headers(HttpRequest request, String allow) {
        Map<String, String> headers = new TreeMap<>();
        Set<Origin> allowed = origins.get();
        if (allowed.isEmpty()) {
            return headers;
        }
        boolean asks = !allow.isEmpty()
                && request.header("Access-Control-Request-Method").isPresent();
        headers.put("Vary", asks ? "Origin, Access-Control-Request-Method, Access-Control-Request-Headers" : "Origin");
        List<String> shown = request.headers().getOrDefault("origin", List.of());
        if (shown.size() != 1
                || Origin.of(shown.get(0)).filter(allowed::contains).isEmpty()) {
            return headers;
        }
        headers.put("Access-Control-Allow-Origin", shown.get(0));
        if (asks) {
            headers.put("Access-Control-Allow-Methods", allow);
            headers.put("Access-Control-Allow-Headers", ALLOWED_HEADERS);
            headers.put("Access-Control-Max-Age", MAX_AGE);
        } else {
            headers.put("Access-Control-Expose-Headers", EXPOSED_HEADERS);
        }
        return headers;
    }
}
