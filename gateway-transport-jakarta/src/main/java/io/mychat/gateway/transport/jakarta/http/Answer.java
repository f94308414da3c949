package io.mychat.gateway.transport.jakarta.http;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The answer to one request, which is sent once, by any thread. It holds the request's place and the account of its body
 * until the exchange is complete. A slow reader holds no thread.
 */
final class Answer implements AsyncListener {

    private static final byte[] NOTHING = {};
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final HttpResponse FAILED = new HttpResponse(500, Map.of(), NOTHING);

    private static final ErrorBody TOO_SLOW =
            new ErrorBody(408, "Request Timeout", "body_timeout", "the body did not arrive in time");

    private final Endpoint endpoint;
    private final HttpRequest head;
    private final AsyncContext exchange;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile BufferAccount account = BufferAccount.UNCOUNTED;

    Answer(Endpoint endpoint, HttpRequest head, AsyncContext exchange) {
        this.endpoint = endpoint;
        this.head = head;
        this.exchange = exchange;
        exchange.setTimeout(0); // the gateway has its own timeouts
        exchange.addListener(this);
    }

    HttpRequest head() {
        return head;
    }

    /** Takes over the account of the body. */
    void holds(BufferAccount body) {
        account = body;
        if (over.get()) {
            body.close();
        }
    }

    /** Asks the endpoint, which may answer later. */
    void of(HttpEndpoint then, byte[] body, boolean tooLarge) {
        CompletableFuture<HttpResponse> answer;
        try {
            answer = then.handleAsync(Requests.with(head, body, tooLarge)).toCompletableFuture();
        } catch (RuntimeException | Error e) { // each request gets an answer
            fail(e);
            return;
        }
        Object unused = answer.whenComplete((response, failure) -> answered(answer));
    }

    /** Whether a response with this status has neither a body nor its length. */
    static boolean hasNoBody(int status) {
        return status == NO_CONTENT || status == NOT_MODIFIED;
    }

    private void answered(CompletableFuture<HttpResponse> answer) {
        HttpResponse response;
        try {
            response = answer.join();
        } catch (CompletionException | CancellationException e) {
            fail(e.getCause() == null ? e : e.getCause());
            return;
        }
        send(response);
    }

    /** Sends piece by piece. The place of the request is free at once: the endpoint bounds its streams. */
    void stream(HttpAdmission.Stream stream) {
        if (!begun.compareAndSet(false, true)) {
            stream.listener().onClosed();
            return;
        }
        try {
            StreamedAnswer.start(exchange, stream);
            over();
        } catch (IOException | RuntimeException e) {
            stream.listener().onClosed();
            complete(); // the client has left
        }
    }

    void fail(Throwable cause) {
        endpoint.failed(head, cause);
        send(FAILED);
    }

    void tooSlow() {
        refuse(response -> ErrorAnswer.send(response, TOO_SLOW));
    }

    void noRoom() {
        refuse(ErrorAnswer::busy);
    }

    /** Ends the exchange, which the container may have ended already. */
    private void complete() {
        try {
            exchange.complete();
        } catch (IllegalStateException e) {
            over();
        }
    }

    /** The client has left. */
    void abandon() {
        if (begun.compareAndSet(false, true)) {
            complete();
        }
    }

    private interface Refusal {
        void send(HttpServletResponse response) throws IOException;
    }

    private void refuse(Refusal refusal) {
        if (begun.compareAndSet(false, true)) {
            try {
                refusal.send((HttpServletResponse) exchange.getResponse());
            } catch (IOException | RuntimeException e) {
                // The client has left.
            }
            complete();
        }
    }

    void send(HttpResponse answer) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        HttpServletResponse response = (HttpServletResponse) exchange.getResponse();
        byte[] body = answer.body();
        try {
            response.setStatus(answer.status());
            answer.headers().forEach(response::setHeader);
            if (!isRead()) {
                response.setHeader("Connection", "close");
            }
            if (!hasNoBody(answer.status())) {
                response.setContentLength(body.length);
            }
            if (body.length == 0 || head.method().equals("HEAD")) {
                complete();
            } else {
                ServletOutputStream out = response.getOutputStream();
                out.setWriteListener(new BodyWriter(out, body));
            }
        } catch (IOException | RuntimeException e) {
            complete(); // the client has left
        }
    }

    /** Whether the request's body has arrived, so that the connection can be used again. */
    private boolean isRead() {
        HttpServletRequest request = (HttpServletRequest) exchange.getRequest();
        if (request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null) {
            return true;
        }
        try {
            return request.getInputStream().isFinished();
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private final class BodyWriter implements WriteListener {

        private final ServletOutputStream out;
        private final byte[] body;
        private boolean written;

        BodyWriter(ServletOutputStream out, byte[] body) {
            this.out = out;
            this.body = body;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (written) {
                    complete();
                    return;
                }
                written = true;
                out.write(body);
            }
        }

        @Override
        public void onError(Throwable failure) {
            complete();
        }
    }

    private void over() {
        if (over.compareAndSet(false, true)) {
            account.close();
            endpoint.leave();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        over();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        abandon();
    }

    @Override
    public void onError(AsyncEvent event) {
        begun.set(true);
        over();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
