package io.mychat.gateway.core.http;

import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.util.function.Supplier;

/** The span of a call of an endpoint, in the trace of its caller. It has no content, no query and no secret. */
final class ApiSpan {

    private static final int SERVER_ERROR = 500;

    private ApiSpan() {}

    static HttpResponse answer(Tracer tracer, Endpoint endpoint, HttpRequest request, Supplier<HttpResponse> action) {
        Tracer.Span span = tracer.serve(
                Tracer.Operation.HTTP_REQUEST,
                endpoint.method() + " " + endpoint.path(),
                TraceContext.of(request.header("traceparent"), request.header("tracestate")));
        try (Tracer.Scope scope = span.activate()) {
            HttpResponse response = action.get();
            span.attribute("http.request.method", request.method());
            span.attribute("http.route", endpoint.path());
            span.attribute("http.response.status_code", response.status());
            if (response.status() >= SERVER_ERROR) {
                span.failed(Integer.toString(response.status()));
            }
            return response;
        } finally {
            span.end();
        }
    }
}
