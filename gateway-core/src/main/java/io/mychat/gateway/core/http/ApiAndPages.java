package io.mychat.gateway.core.http;

import io.mychat.gateway.spi.page.OperatorPages;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One port for the HTTP API, the pages of modules for operators, and the pages of the host application. Thread-safe. */
public final class ApiAndPages implements HttpEndpoint {

    private final HttpEndpoint api;
    private final List<OperatorPages> operators;
    private final HttpEndpoint others;

    private ApiAndPages(HttpEndpoint api, List<OperatorPages> operators, HttpEndpoint others) {
        this.api = api;
        this.operators = operators;
        this.others = others;
    }

    /**
     * The endpoint of a port.
     *
     * @param operators each answers the paths below its own
     * @param pages answers every other path that is not below {@link Endpoint#BASE}; empty: the API does, with 404
     */
    public static HttpEndpoint of(HttpEndpoint api, List<OperatorPages> operators, Optional<HttpEndpoint> pages) {
        return operators.isEmpty() && pages.isEmpty()
                ? api
                : new ApiAndPages(api, List.copyOf(operators), pages.orElse(api));
    }

    @Override
    public HttpAdmission admit(HttpRequest head) {
        return of(head).admit(head);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        return of(request).handle(request);
    }

    @Override
    public CompletionStage<HttpResponse> handleAsync(HttpRequest request) {
        return of(request).handleAsync(request);
    }

    private HttpEndpoint of(HttpRequest request) {
        if (isBelow(Endpoint.BASE, request)) {
            return api;
        }
        return operators.stream()
                .filter(pages -> isBelow(pages.path(), request))
                .findFirst()
                .flatMap(OperatorPages::endpoint)
                .orElse(others);
    }

    private static boolean isBelow(String base, HttpRequest request) {
        String path = request.path();
        return path.equals(base) || path.startsWith(base + "/");
    }
}
