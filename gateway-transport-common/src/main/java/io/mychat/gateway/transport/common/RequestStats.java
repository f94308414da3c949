package io.mychat.gateway.transport.common;

/**
 * The figures of HTTP requests.
 *
 * @param admitted waiting and running requests
 * @param answering running requests; each has a thread
 * @param pending requests whose endpoint answers later: they have no thread
 * @param refused requests refused for lack of capacity since the start
 */
public record RequestStats(long admitted, long answering, long pending, long refused) {

    public static final RequestStats NONE = new RequestStats(0, 0, 0, 0);

    /** The sum of both. */
    public RequestStats plus(RequestStats other) {
        return new RequestStats(
                admitted + other.admitted,
                answering + other.answering,
                pending + other.pending,
                refused + other.refused);
    }
}
