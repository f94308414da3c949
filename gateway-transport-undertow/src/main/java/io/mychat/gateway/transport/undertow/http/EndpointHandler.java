package io.mychat.gateway.transport.undertow.http;

import io.mychat.gateway.spi.event.LogText;
import io.mychat.gateway.spi.event.RateLimitedLog;
import io.mychat.gateway.spi.transport.BufferBudget;
import io.mychat.gateway.spi.transport.ConnectionGate.Stage;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.mychat.gateway.transport.common.RequestStats;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Passes requests to the endpoint. The endpoint admits the head on a task thread of the worker, the body is read on the
 * I/O thread, and the endpoint answers on a task thread again. Neither a slow sender nor a slow reader nor an endpoint
 * that answers later holds a thread, and a body that is not admitted is not read.
 *
 * <p>The class is long because each step of a request may be the last one, with its own answer.
 */
public final class EndpointHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointHandler.class);
    private static final ErrorResponse BUSY =
            new ErrorResponse(503, "Service Unavailable", "overloaded", "too many requests are waiting");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final ErrorResponse TOO_SLOW =
            new ErrorResponse(408, "Request Timeout", "body_timeout", "the body did not arrive in time");
    private static final byte[] NOTHING = {};
    private static final int MOST_READ_OVER = 8192;
    /** No bound: the endpoint has its own. */
    private static final int MOST_PENDING = Integer.MAX_VALUE;

    private final HttpEndpoint endpoint;
    private final BufferBudget buffers;
    private final int maxBodyBytes;
    private final int maxRequests;
    private final Duration bodyTimeout;
    private final Semaphore room;
    private final Semaphore pendingRoom = new Semaphore(MOST_PENDING);
    private final LongAdder refused = new LongAdder();
    private final AtomicInteger answering = new AtomicInteger();
    private final RateLimitedLog threadless = RateLimitedLog.inSystemTime(LOG::warn);
    private final RateLimitedLog failures = RateLimitedLog.inSystemTime(LOG::error);

    /**
     * @param maxRequests the largest number of waiting and running requests
     * @param bodyTimeout time limit for receiving a body and for sending a response
     * @param buffers the budget for bodies
     */
    public EndpointHandler(
            HttpEndpoint endpoint, int maxBodyBytes, int maxRequests, Duration bodyTimeout, BufferBudget buffers) {
        this.buffers = buffers;
        this.endpoint = endpoint;
        this.maxBodyBytes = maxBodyBytes;
        this.maxRequests = maxRequests;
        this.bodyTimeout = bodyTimeout;
        this.room = new Semaphore(maxRequests);
    }

    /** Waits until no request waits, is pending or runs, at most {@code grace}. */
    public void awaitIdle(Duration grace) {
        long end = System.nanoTime() + grace.toNanos();
        try {
            // In this order: a request gets its pending place before it gives up the other one.
            if (!room.tryAcquire(maxRequests, grace.toNanos(), TimeUnit.NANOSECONDS)
                    || !pendingRoom.tryAcquire(MOST_PENDING, end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.warn("The stop aborts {} HTTP requests", requests() + pending());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The current figures. */
    public RequestStats stats() {
        return new RequestStats(requests(), answering(), pending(), refused());
    }

    /** Waiting and running requests. */
    public int requests() {
        return maxRequests - room.availablePermits();
    }

    /** Requests whose endpoint answers later: they have no thread. */
    public int pending() {
        return MOST_PENDING - pendingRoom.availablePermits();
    }

    /** Running requests; each has a thread. */
    public int answering() {
        return answering.get();
    }

    /** Requests refused for lack of capacity or a thread since the start. */
    public long refused() {
        return refused.sum();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        dispatch(exchange, () -> admit(exchange));
    }

    /** Runs {@code work} on a task thread; refuses the request when the limit is reached or there is no thread. */
    private void dispatch(HttpServerExchange exchange, Runnable work) {
        if (!room.tryAcquire()) {
            refused.increment();
            BUSY.sendWithRetry(exchange, RETRY_AFTER);
            return;
        }
        reached(exchange, Stage.ANSWERING);
        Executor given = exchange.getDispatchExecutor();
        Executor tasks = given == null ? exchange.getConnection().getWorker() : given;
        exchange.dispatch(task -> execute(tasks, task, exchange), () -> {
            answering.incrementAndGet();
            try {
                work.run();
            } finally {
                answering.decrementAndGet();
                room.release();
            }
        });
    }

    /** Runs the task, or frees the place of the request when it cannot get a thread. */
    private void execute(Executor tasks, Runnable task, HttpServerExchange exchange) {
        try {
            tasks.execute(task);
        } catch (RuntimeException | Error e) { // the request gets its 503
            room.release();
            refused.increment();
            threadless.log("An HTTP request could not get a thread: " + e);
            BUSY.sendWithRetry(exchange, RETRY_AFTER);
        }
    }

    private static void reached(HttpServerExchange exchange, Stage stage) {
        ClientChannel channel = ClientChannel.of(exchange);
        if (channel != null) {
            channel.entry().reached(stage);
        }
    }

    private void admit(HttpServerExchange exchange) {
        HttpRequest head = Requests.of(exchange, NOTHING, false);
        HttpAdmission admission;
        try {
            admission = endpoint.admit(head);
        } catch (RuntimeException | Error e) { // each request gets an answer
            fail(exchange, head, e);
            return;
        }
        if (admission instanceof HttpAdmission.Answer answer) {
            send(exchange, head, answer.response());
        } else if (admission instanceof HttpAdmission.Stream stream) {
            if (!exchange.isRequestComplete()) {
                ErrorResponse.leaveUnread(exchange);
            }
            StreamedResponse.start(exchange, stream);
        } else if (admission instanceof HttpAdmission.ReadBody body) {
            int most = Math.min(maxBodyBytes, body.maxBytes());
            if (exchange.isRequestComplete()) {
                answer(exchange, body.then(), NOTHING, false);
            } else if (exchange.getRequestContentLength() > most) {
                answer(exchange, body.then(), NOTHING, true);
            } else {
                HttpHandler reading = new HttpContinueReadHandler(reader -> read(reader, most, body.then()));
                exchange.dispatch(exchange.getIoThread(), reading);
            }
        }
    }

    private void read(HttpServerExchange exchange, int most, HttpEndpoint then) {
        reached(exchange, Stage.WAITING);
        BodyReader.Limits limits = new BodyReader.Limits(most, bodyTimeout, buffers);
        BodyReader.start(exchange, limits, new BodyReader.Outcome() {
            @Override
            public void complete(byte[] body) {
                dispatch(exchange, () -> answer(exchange, then, body, false));
            }

            @Override
            public void tooLarge() {
                dispatch(exchange, () -> answer(exchange, then, NOTHING, true));
            }

            @Override
            public void tooSlow() {
                TOO_SLOW.send(exchange);
            }

            @Override
            public void noRoom() {
                refused.increment();
                BUSY.sendWithRetry(exchange, RETRY_AFTER);
            }

            @Override
            public void failed(IOException cause) {
                IoUtils.safeClose(exchange.getConnection());
            }
        });
    }

    private void answer(HttpServerExchange exchange, HttpEndpoint then, byte[] body, boolean tooLarge) {
        HttpRequest request = Requests.of(exchange, body, tooLarge);
        CompletableFuture<HttpResponse> answer;
        try {
            answer = then.handleAsync(request).toCompletableFuture();
        } catch (RuntimeException | Error e) { // as above
            fail(exchange, request, e);
            return;
        }
        if (answer.isDone()) {
            complete(exchange, request, answer);
            return;
        }
        pendingRoom.acquireUninterruptibly();
        Object unused = answer.whenComplete((response, failure) -> {
            try {
                complete(exchange, request, answer);
            } finally {
                pendingRoom.release();
            }
        });
    }

    private void complete(HttpServerExchange exchange, HttpRequest request, CompletableFuture<HttpResponse> answer) {
        HttpResponse response;
        try {
            response = answer.join();
        } catch (CompletionException | CancellationException e) {
            fail(exchange, request, e.getCause() == null ? e : e.getCause());
            return;
        }
        send(exchange, request, response);
    }

    private void send(HttpServerExchange exchange, HttpRequest request, HttpResponse response) {
        try {
            exchange.setStatusCode(response.status());
            response.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().put(HttpString.tryFromString(name), value));
        } catch (RuntimeException | Error e) { // as above
            fail(exchange, request, e);
            return;
        }
        if (!exchange.isRequestComplete() && !isWorthReading(exchange)) {
            ErrorResponse.leaveUnread(exchange);
        }
        if (!exchange.isPersistent()) {
            exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
        }
        limitResponse(exchange);
        if (response.status() == StatusCodes.NO_CONTENT || response.status() == StatusCodes.NOT_MODIFIED) {
            exchange.endExchange(); // the sender would add a Content-Length
        } else {
            exchange.getResponseSender().send(ByteBuffer.wrap(response.body()));
        }
    }

    /**
     * Whether an unread body is short and already arriving, so that skipping it keeps the connection for the next
     * request.
     */
    private static boolean isWorthReading(HttpServerExchange exchange) {
        long length = exchange.getRequestContentLength();
        return length >= 0
                && length <= MOST_READ_OVER
                && !exchange.getRequestHeaders().contains(Headers.EXPECT);
    }

    /**
     * Closes the connection of a client that does not read the response or does not send the rest of its request in
     * time.
     */
    private void limitResponse(HttpServerExchange exchange) {
        XnioExecutor.Key deadline = exchange.getIoThread()
                .executeAfter(
                        () -> IoUtils.safeClose(exchange.getConnection()),
                        bodyTimeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        exchange.addExchangeCompleteListener((done, next) -> {
            deadline.remove();
            next.proceed();
        });
    }

    private void fail(HttpServerExchange exchange, HttpRequest request, Throwable e) {
        failures.log("An HTTP endpoint failed: " + LogText.quoted(request.method() + " " + request.path()), e);
        exchange.getResponseHeaders().clear();
        exchange.setStatusCode(500);
        if (!exchange.isRequestComplete()) {
            ErrorResponse.leaveUnread(exchange);
        }
        exchange.endExchange();
    }
}
