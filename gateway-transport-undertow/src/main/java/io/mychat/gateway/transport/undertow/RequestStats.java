package io.mychat.gateway.transport.undertow;

import io.mychat.gateway.transport.undertow.http.EndpointHandler;

/**
 * The figures of HTTP requests.
 *
 * @param admitted waiting and running requests
 * @param answering running requests; each has a thread
 * @param pending requests whose endpoint answers later: they have no thread
 * @param refused requests refused for lack of capacity since the start
 */
record RequestStats(long admitted, long answering, long pending, long refused) {

    static final RequestStats NONE = new RequestStats(0, 0, 0, 0);

    static RequestStats of(EndpointHandler handler) {
        return new RequestStats(handler.requests(), handler.answering(), handler.pending(), handler.refused());
    }

    RequestStats plus(RequestStats other) {
        return new RequestStats(
                admitted + other.admitted,
                answering + other.answering,
                pending + other.pending,
                refused + other.refused);
    }
}
