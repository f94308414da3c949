package io.mychat.gateway.client.jdk;

import java.util.concurrent.Executor;

/**
 * Finds the end of a connection that the JDK has read and does not report: one that comes behind a frame before the next frame is asked for, which the
 * JDK does only after it has handed over the first ({@code TransportImpl.acknowledgeReception} fails then, unseen, on JDK 17 to 25). So silence behind a
 * frame is answered with pings. A pong shows that the connection is read; where the other side is gone, one of the pings cannot be written. Nobody is
 * taken for dead for being slow.
 */
final class LostEnd {

    static final int QUIET_MILLIS = 1_000;

    /** Behind two proxies the fourth write is the first to fail. */
    static final int PINGS = 5;

    private final Runnable ping;
    private final Executor later;
    private boolean suspected; // all of them guarded by this
    private boolean watching;
    private boolean heard;
    private int pings;
    private int readable;

    /**
     * @param ping sends one, without waiting
     * @param later runs a task after {@link #QUIET_MILLIS}
     */
    LostEnd(Runnable ping, Executor later) {
        this.ping = ping;
        this.later = later;
    }

    /** So many more frames may be read. While none may, silence means nothing. */
    synchronized void wants(int frames) {
        readable += frames;
    }

    /** A frame has come; the end may have come with it. */
    synchronized void frame() {
        readable--;
        suspected = true;
        heard = true;
        pings = 0;
        if (!watching) {
            watching = true;
            later.execute(this::look);
        }
    }

    /** The connection is read, or it has ended. */
    synchronized void certain() {
        suspected = false;
    }

    private synchronized void look() {
        if (!suspected || pings == PINGS) {
            watching = false;
            return;
        }
        if (!heard && readable > 0) {
            pings++;
            ping.run();
        }
        heard = false;
        later.execute(this::look);
    }
}
