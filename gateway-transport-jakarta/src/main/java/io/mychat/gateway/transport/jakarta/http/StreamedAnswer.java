package io.mychat.gateway.transport.jakarta.http;

import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpStream;
import io.mychat.gateway.spi.transport.HttpStreamListener;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One response that is sent piece by piece. The container says when it takes the next step; this object's lock guards the
 * step and the container's stream, and the listener is called without it.
 */
final class StreamedAnswer implements HttpStream, WriteListener, AsyncListener {

    private enum Step {
        HEAD,
        OPEN,
        IDLE,
        WRITE,
        FLUSH,
        CONFIRM,
        ENDED
    }

    private final AsyncContext exchange;
    private final HttpStreamListener listener;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ServletOutputStream out;
    private Step step = Step.HEAD;
    private byte @Nullable [] piece;
    /** The container has said that it will call. */
    private boolean waiting;

    private StreamedAnswer(AsyncContext exchange, HttpStreamListener listener, ServletOutputStream out) {
        this.exchange = exchange;
        this.listener = listener;
        this.out = out;
    }

    /** Begins the response; the container calls when it takes the first piece. */
    static void start(AsyncContext exchange, HttpAdmission.Stream stream) throws IOException {
        HttpServletResponse response = (HttpServletResponse) exchange.getResponse();
        response.setStatus(stream.status());
        stream.headers().forEach(response::setHeader);
        StreamedAnswer answer = new StreamedAnswer(exchange, stream.listener(), response.getOutputStream());
        exchange.addListener(answer);
        answer.out.setWriteListener(answer);
    }

    @Override
    public void write(byte[] next) {
        synchronized (this) {
            if (step == Step.ENDED) {
                return;
            }
            if (step != Step.IDLE) {
                throw new IllegalStateException("a piece is still being written");
            }
            piece = next;
            step = Step.WRITE;
        }
        proceed();
    }

    @Override
    public void end() {
        abort();
    }

    @Override
    public void abort() {
        synchronized (this) {
            step = Step.ENDED;
            piece = null;
        }
        try {
            exchange.complete();
        } catch (IllegalStateException e) {
            close(); // the container has ended it already
        }
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            waiting = false;
        }
        proceed();
    }

    private void proceed() {
        Step done;
        try {
            done = advance();
        } catch (IOException | RuntimeException e) {
            abort(); // the client has left
            return;
        }
        if (done == Step.OPEN) {
            listener.onOpen(this);
        } else if (done == Step.CONFIRM) {
            listener.onWritten();
        }
    }

    /** Does what the container takes now; returns the step to report, or another one. */
    private synchronized Step advance() throws IOException {
        while (!waiting && step != Step.IDLE && step != Step.ENDED) {
            if (!out.isReady()) {
                waiting = true;
                break;
            }
            switch (step) {
                case HEAD -> {
                    step = Step.OPEN;
                    out.flush();
                }
                case WRITE -> {
                    byte[] bytes = piece;
                    piece = null;
                    step = Step.FLUSH;
                    if (bytes != null) {
                        out.write(bytes);
                    }
                }
                case FLUSH -> {
                    step = Step.CONFIRM;
                    out.flush();
                }
                default -> {
                    Step reported = step;
                    step = Step.IDLE;
                    return reported;
                }
            }
        }
        return Step.IDLE;
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            listener.onClosed();
        }
    }

    @Override
    public void onError(Throwable failure) {
        abort();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        abort();
    }

    @Override
    public void onError(AsyncEvent event) {
        synchronized (this) {
            step = Step.ENDED;
        }
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
