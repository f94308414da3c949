package io.mychat.gateway.transport.nio.http;

import io.mychat.gateway.spi.event.LogText;
import io.mychat.gateway.spi.transport.ConnectionGate.Stage;
import io.mychat.gateway.spi.transport.ErrorBody;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the endpoint: steps on worker threads hand over to steps on the I/O thread, one at a time.
 */
final class EndpointCall {

    private static final ErrorBody TOO_SLOW =
            new ErrorBody(408, "Request Timeout", "body_timeout", "the body did not arrive in time");
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final EndpointHandler home;
    private final HttpExchange exchange;
    private @Nullable BodyReader reader;

    EndpointCall(EndpointHandler home, HttpExchange exchange) {
        this.home = home;
        this.exchange = exchange;
    }

    void start() {
        exchange.whenEnded(this::release);
        home.dispatch(exchange, this::admit);
    }

    private void release() {
        BodyReader used = reader;
        reader = null;
        if (used != null) {
            used.release();
        }
    }

    /** Runs a step on the I/O thread, unless the connection has ended. */
    private void onLoop(Runnable step) {
        try {
            exchange.loop().execute(() -> {
                if (!exchange.isClosed()) {
                    step.run();
                }
            });
        } catch (RejectedExecutionException e) {
            // The loop is ending, and so is the exchange.
        }
    }

    private void admit() {
        HttpRequest head = Requests.of(exchange, NOTHING, false);
        HttpAdmission admission;
        try {
            admission = home.endpoint().admit(head);
        } catch (RuntimeException | Error e) { // each request gets an answer
            fail(head, e);
            return;
        }
        if (admission instanceof HttpAdmission.Answer answer) {
            send(head, answer.response());
        } else if (admission instanceof HttpAdmission.Stream stream) {
            onLoopOr(() -> StreamedResponse.start(exchange, stream), stream.listener()::onClosed);
        } else if (admission instanceof HttpAdmission.ReadBody body) {
            int most = home.most(body);
            long announced = exchange.head().bodyBytes();
            if (announced == 0 || announced > most) {
                answer(body.then(), NOTHING, announced > most);
            } else {
                onLoop(() -> read(most, body.then()));
            }
        }
    }

    /** Runs one of both, on the I/O thread where it can. */
    private void onLoopOr(Runnable step, Runnable ended) {
        try {
            exchange.loop().execute(() -> (exchange.isClosed() ? ended : step).run());
        } catch (RejectedExecutionException e) {
            ended.run();
        }
    }

    private void read(int most, HttpEndpoint then) {
        exchange.entry().reached(Stage.WAITING);
        BodyReader body = new BodyReader(exchange, most, home.limits().buffers(), new BodyReader.Outcome() {
            @Override
            public void complete(byte[] bytes) {
                home.dispatch(exchange, () -> answer(then, bytes, false));
            }

            @Override
            public void tooLarge() {
                home.dispatch(exchange, () -> answer(then, NOTHING, true));
            }

            @Override
            public void tooSlow() {
                exchange.connection().rules().refusals().count(TOO_SLOW.error());
                exchange.answerLast(HttpAnswer.of(TOO_SLOW));
            }

            @Override
            public void noRoom() {
                home.refuse(exchange);
            }
        });
        reader = body;
        long millis = exchange.connection().rules().timeout().toMillis();
        exchange.connection().guard(() -> {
            if (Requests.expectsContinue(exchange)) {
                exchange.connection().send(() -> exchange.connection().guard(() -> body.start(millis)), CONTINUE);
            } else {
                body.start(millis);
            }
        });
    }

    private void answer(HttpEndpoint then, byte[] body, boolean tooLarge) {
        HttpRequest request = Requests.of(exchange, body, tooLarge);
        CompletableFuture<HttpResponse> answer;
        try {
            answer = then.handleAsync(request).toCompletableFuture();
        } catch (RuntimeException | Error e) { // as above
            fail(request, e);
            return;
        }
        if (answer.isDone()) {
            complete(request, answer);
            return;
        }
        home.beginsPending();
        Object unused = answer.whenComplete((response, failure) -> {
            try {
                complete(request, answer);
            } finally {
                home.endsPending();
            }
        });
    }

    private void complete(HttpRequest request, CompletableFuture<HttpResponse> answer) {
        HttpResponse response;
        try {
            response = answer.join();
        } catch (CompletionException | CancellationException e) {
            fail(request, e.getCause() == null ? e : e.getCause());
            return;
        }
        send(request, response);
    }

    private void send(HttpRequest request, HttpResponse response) {
        onLoop(() -> {
            try {
                exchange.answer(new HttpAnswer(response.status(), response.headers(), response.body()));
            } catch (RuntimeException e) { // headers that cannot be sent
                fail(request, e);
            }
        });
    }

    private void fail(HttpRequest request, Throwable e) {
        home.failures().log("An HTTP endpoint failed: " + LogText.quoted(request.method() + " " + request.path()), e);
        onLoop(() -> exchange.answerLast(HttpAnswer.empty(500)));
    }
}
