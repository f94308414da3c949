package io.mychat.gateway.spi.page;

import io.mychat.gateway.spi.transport.HttpEndpoint;
import java.util.Optional;

/**
 * Web pages for operators, below one path. A gateway serves them where it serves the calls for operators: on the
 * management port, or on the HTTP port when there is none. It asks for no credentials and adds no headers, so pages hold
 * no secrets; what they show comes from the HTTP API, which decides who may see it. Thread-safe.
 *
 * @since 0.1.0
 */
public interface OperatorPages {

    /**
     * The path below which all pages are, such as {@code /console}: one segment of {@code a-z}, digits and hyphens,
     * other than {@code /api}. It never changes.
     */
    String path();

    /**
     * Answers the requests for {@link #path} and everything below it. Asked for each request.
     *
     * @return empty: the pages are switched off, as if they did not exist
     */
    Optional<HttpEndpoint> endpoint();
}
