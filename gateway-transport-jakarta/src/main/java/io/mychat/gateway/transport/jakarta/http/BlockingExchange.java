package io.mychat.gateway.transport.jakarta.http;

import io.mychat.gateway.spi.transport.BufferAccount;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/**
 * One request where the container or a filter of the host does not support asynchronous requests: it holds its thread
 * until it is answered, and the container's timeouts bound a slow sender.
 */
final class BlockingExchange {

    private static final byte[] NOTHING = {};
    private static final int STEP = 8192;

    private final Endpoint endpoint;
    private final HttpRequest head;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private volatile boolean evicted;

    BlockingExchange(Endpoint endpoint, HttpRequest head, HttpServletRequest request, HttpServletResponse response) {
        this.endpoint = endpoint;
        this.head = head;
        this.request = request;
        this.response = response;
    }

    void run() throws IOException {
        try (BufferAccount account = endpoint.limits().buffers().open(() -> evicted = true)) {
            HttpAdmission admission = endpoint.target().admit(head);
            if (admission instanceof HttpAdmission.Answer now) {
                send(now.response(), !hasBody());
            } else if (admission instanceof HttpAdmission.Stream stream) {
                stream.listener().onClosed();
                ErrorAnswer.noStreams(response);
            } else if (admission instanceof HttpAdmission.ReadBody body) {
                read(body, account);
            }
        } catch (RuntimeException | Error e) { // each request gets an answer
            endpoint.failed(head, e);
            response.reset();
            response.setStatus(500);
            response.setContentLength(0);
        }
    }

    private boolean hasBody() {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private void read(HttpAdmission.ReadBody body, BufferAccount account) throws IOException {
        int most = Math.min(endpoint.limits().maxBodyBytes(), body.maxBytes());
        boolean tooLarge = request.getContentLengthLong() > most;
        byte[] bytes = NOTHING;
        if (hasBody() && !tooLarge) {
            Optional<byte[]> read = bytes(request.getInputStream(), most, account);
            if (read.isEmpty()) {
                endpoint.refusedForLackOfMemory();
                ErrorAnswer.busy(response);
                return;
            }
            tooLarge = read.get().length > most;
            bytes = tooLarge ? NOTHING : read.get();
        }
        HttpResponse answer;
        try {
            answer = body.then()
                    .handleAsync(Requests.with(head, bytes, tooLarge))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException | CancellationException e) {
            throw new IllegalStateException(e.getCause() == null ? e : e.getCause());
        }
        send(answer, !tooLarge);
    }

    /** The body, up to one byte more than {@code most}; empty when the budget is used up. */
    private Optional<byte[]> bytes(InputStream in, int most, BufferAccount account) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] step = new byte[STEP];
        while (all.size() <= most) {
            int count = in.read(step, 0, Math.min(STEP, most + 1 - all.size()));
            if (count < 0) {
                break;
            }
            if (evicted || (count > 0 && !account.reserve(BufferAccount.Use.INBOUND, count))) {
                return Optional.empty();
            }
            all.write(step, 0, count);
        }
        return Optional.of(all.toByteArray());
    }

    private void send(HttpResponse answer, boolean readWhole) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        if (!readWhole) {
            response.setHeader("Connection", "close");
        }
        if (Answer.hasNoBody(answer.status())) {
            return;
        }
        response.setContentLength(answer.body().length);
        if (!head.method().equals("HEAD")) {
            response.getOutputStream().write(answer.body());
        }
    }
}
