package io.mychat.gateway.testkit;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The client's side of a response of {@link InMemoryHttpTransport} that is sent piece by piece. It takes each piece at
 * once, until it {@linkplain #stall() stalls}. Thread-safe: guarded by its monitor, which is not held during calls of the
 * listener.
 *
 * @since 0.1.0
 */
public final class InMemoryStream {

    private final HttpAdmission.Stream admission;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean stalled;
    private boolean writing;
    private boolean closed;

    InMemoryStream(HttpAdmission.Stream admission) {
        this.admission = admission;
    }

    void open() {
        admission.listener().onOpen(new Server());
    }

    /** The status of the response. */
    public int status() {
        return admission.status();
    }

    /** The body that has arrived so far. */
    public synchronized String text() {
        return received.toString(StandardCharsets.UTF_8);
    }

    /** Whether the response has ended. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Takes no more pieces after the next one, as a client does that does not read. */
    public synchronized void stall() {
        stalled = true;
    }

    /** The client leaves. */
    public void leave() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        admission.listener().onClosed();
    }

    private final class Server implements HttpStream {

        @Override
        public void write(byte[] piece) {
            synchronized (InMemoryStream.this) {
                if (closed) {
                    return;
                }
                if (writing) {
                    throw new IllegalStateException("a piece is still being written");
                }
                if (stalled) {
                    writing = true;
                    return;
                }
                received.writeBytes(piece);
            }
            admission.listener().onWritten();
        }

        @Override
        public void end() {
            leave();
        }

        @Override
        public void abort() {
            leave();
        }
    }
}
