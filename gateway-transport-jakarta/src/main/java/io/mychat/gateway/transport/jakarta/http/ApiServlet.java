package io.mychat.gateway.transport.jakarta.http;

import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests to an endpoint. The endpoint admits the head on the container's thread; a body that is not admitted is
 * not read, and a slow sender holds no thread. Thread-safe.
 */
public final class ApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final ErrorBody MALFORMED =
            new ErrorBody(400, "Bad Request", "bad_request", "the request cannot be read");

    private final transient Supplier<@Nullable Endpoint> running;
    private final String prefix;

    /**
     * @param running the endpoint of the running gateway; null while there is none
     * @param prefix what stands before {@code /api} in the path of the servlet
     */
    public ApiServlet(Supplier<@Nullable Endpoint> running, String prefix) {
        this.running = running;
        this.prefix = prefix;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Endpoint endpoint = running.get();
        if (endpoint == null) {
            ErrorAnswer.notRunning(response);
            return;
        }
        HttpRequest head;
        try {
            head = Requests.head(
                    request,
                    prefix,
                    PeerAddress.of(request.getRemoteAddr(), request.getRemotePort())
                            .orElseThrow(() -> new IllegalArgumentException("the container names no client")));
        } catch (IllegalArgumentException e) {
            ErrorAnswer.send(response, MALFORMED);
            return;
        }
        if (!endpoint.enter()) {
            ErrorAnswer.busy(response);
            return;
        }
        if (isBlocking(request)) {
            try {
                new BlockingExchange(endpoint, head, request, response).run();
            } finally {
                endpoint.leave();
            }
            return;
        }
        Answer answer = new Answer(endpoint, head, request.startAsync());
        try {
            admit(endpoint, request, answer);
        } catch (IOException e) {
            answer.abandon(); // the client has left
        } catch (RuntimeException | Error e) { // each request gets an answer
            answer.fail(e);
        }
    }

    /** Grizzly says that it supports asynchronous requests, and calls no listener for reads and writes. */
    private boolean isBlocking(HttpServletRequest request) {
        return !request.isAsyncSupported()
                || String.valueOf(getServletContext().getServerInfo())
                        .toLowerCase(Locale.ROOT)
                        .contains("grizzly");
    }

    private static void admit(Endpoint endpoint, HttpServletRequest request, Answer answer) throws IOException {
        HttpAdmission admission = endpoint.target().admit(answer.head());
        if (admission instanceof HttpAdmission.Answer now) {
            answer.send(now.response());
        } else if (admission instanceof HttpAdmission.Stream stream) {
            answer.stream(stream);
        } else if (admission instanceof HttpAdmission.ReadBody body) {
            int most = Math.min(endpoint.limits().maxBodyBytes(), body.maxBytes());
            long announced = request.getContentLengthLong();
            boolean chunked = request.getHeader("Transfer-Encoding") != null;
            if (announced > most) {
                answer.of(body.then(), new byte[0], true);
            } else if (announced <= 0 && !chunked) {
                answer.of(body.then(), new byte[0], false);
            } else {
                read(endpoint, request, answer, most, body);
            }
        }
    }

    private static void read(
            Endpoint endpoint, HttpServletRequest request, Answer answer, int most, HttpAdmission.ReadBody body)
            throws IOException {
        RequestLimits limits = endpoint.limits();
        answer.holds(BodyReader.start(
                request.getInputStream(),
                new BodyReader.Limits(most, limits.bodyTimeout(), limits.buffers(), limits.time()),
                new BodyReader.Outcome() {
                    @Override
                    public void complete(byte[] bytes) {
                        answer.of(body.then(), bytes, false);
                    }

                    @Override
                    public void tooLarge() {
                        answer.of(body.then(), new byte[0], true);
                    }

                    @Override
                    public void tooSlow() {
                        answer.tooSlow();
                    }

                    @Override
                    public void noRoom() {
                        endpoint.refusedForLackOfMemory();
                        answer.noRoom();
                    }

                    @Override
                    public void failed() {
                        answer.abandon();
                    }
                }));
    }
}
