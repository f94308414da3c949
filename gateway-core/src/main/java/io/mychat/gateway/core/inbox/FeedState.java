package io.mychat.gateway.core.inbox;

/**
 * The state of an {@link InboxFeed}.
 *
 * <table>
 * <caption>The states of a feed</caption>
 * <tr><th>state</th><th>a worker has the feed</th><th>next</th></tr>
 * <tr><td>PREPARED</td><td>no</td><td>begin: IDLE</td></tr>
 * <tr><td>IDLE</td><td>no</td><td>an arrival, wake: RUNNING</td></tr>
 * <tr><td>RUNNING</td><td>yes</td><td>nothing is pending, the client closes: IDLE; the client's queue is full: BLOCKED; a
 * failure, no thread: RESTING; the gateway stops: ENDED</td></tr>
 * <tr><td>BLOCKED</td><td>no</td><td>the client has read its queue: RUNNING</td></tr>
 * <tr><td>RESTING</td><td>no</td><td>its timer, wakeAtOnce: IDLE, then RUNNING</td></tr>
 * <tr><td>ENDED</td><td>no</td><td></td></tr>
 * </table>
 *
 * <p>An event without a transition in the current state is recorded as pending.
 */
enum FeedState {
    /** The client has not been told where it stands, and is sent nothing. */
    PREPARED,
    /** Nothing is pending. */
    IDLE,
    /** A worker sends the pending entries, or is about to. */
    RUNNING,
    /** The client does not read fast enough. */
    BLOCKED,
    /** The store or the threads are left alone for a moment after a failure. */
    RESTING,
    /** The gateway stops. */
    ENDED
}
