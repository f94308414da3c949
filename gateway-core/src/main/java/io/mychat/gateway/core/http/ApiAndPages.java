package io.mychat.gateway.core.http;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.util.concurrent.CompletionStage;

/** One port for the HTTP API and for the pages of the host application. Thread-safe. */
public final class ApiAndPages implements HttpEndpoint {

    private final HttpEndpoint api;
    private final HttpEndpoint pages;

    /** @param pages answers every path that is not below {@link Endpoint#BASE} */
    public ApiAndPages(HttpEndpoint api, HttpEndpoint pages) {
        this.api = api;
        this.pages = pages;
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
        String path = request.path();
        return path.equals(Endpoint.BASE) || path.startsWith(Endpoint.BASE + "/") ? api : pages;
    }
}
