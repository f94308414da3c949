package io.mychat.gateway.transport.undertow.http;

import io.mychat.gateway.spi.transport.HttpEndpoint;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.time.Duration;
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
 * Reads requests on the I/O threads and has the endpoint answer them on the worker's task threads, so that neither a slow
 * sender nor a slow reader holds a thread.
 */
public final class EndpointHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointHandler.class);
    private static final ErrorAnswer BUSY =
            new ErrorAnswer(503, "Service Unavailable", "overloaded", "too many requests are waiting");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final byte[] NOTHING = {};

    private final HttpEndpoint endpoint;
    private final int maxBodyBytes;
    private final int maxRequests;
    private final Duration bodyTimeout;
    private final Semaphore room;
    private final LongAdder refused = new LongAdder();
    private final AtomicInteger answering = new AtomicInteger();
    private final HttpHandler reading = new HttpContinueReadHandler(this::readBody);

    /**
     * @param maxRequests how many requests may wait or be answered at a time
     * @param bodyTimeout how long a body may take to arrive
     */
    public EndpointHandler(HttpEndpoint endpoint, int maxBodyBytes, int maxRequests, Duration bodyTimeout) {
        this.endpoint = endpoint;
        this.maxBodyBytes = maxBodyBytes;
        this.maxRequests = maxRequests;
        this.bodyTimeout = bodyTimeout;
        this.room = new Semaphore(maxRequests);
    }

    /** Waits until no request is waiting or being answered, {@code grace} at most. */
    public void awaitIdle(Duration grace) {
        try {
            if (!room.tryAcquire(maxRequests, grace.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} HTTP requests are cut off by the stop", maxRequests - room.availablePermits());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Requests that wait or are being answered. */
    public int requests() {
        return maxRequests - room.availablePermits();
    }

    /** Requests that are being answered: each has a thread. */
    public int answering() {
        return answering.get();
    }

    /** Requests that found no room, or no thread, since the start. */
    public long refused() {
        return refused.sum();
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.isRequestComplete()) {
            dispatch(exchange, NOTHING, false);
        } else if (exchange.getRequestContentLength() > maxBodyBytes) {
            dispatch(exchange, NOTHING, true);
        } else {
            reading.handleRequest(exchange);
        }
    }

    private void readBody(HttpServerExchange exchange) {
        XnioExecutor.Key deadline = exchange.getIoThread()
                .executeAfter(
                        () -> IoUtils.safeClose(exchange.getConnection()),
                        bodyTimeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        exchange.addExchangeCompleteListener((done, next) -> {
            deadline.remove();
            next.proceed();
        });
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(maxBodyBytes);
        receiver.receiveFullBytes(
                (whole, body) -> {
                    deadline.remove();
                    dispatch(whole, body, false);
                },
                (cut, failure) -> {
                    deadline.remove();
                    if (failure instanceof Receiver.RequestToLargeException) {
                        dispatch(cut, NOTHING, true);
                    } else {
                        IoUtils.safeClose(cut.getConnection());
                    }
                });
    }

    private void dispatch(HttpServerExchange exchange, byte[] body, boolean tooLarge) {
        if (!room.tryAcquire()) {
            refused.increment();
            BUSY.sendWithRetry(exchange, RETRY_AFTER);
            return;
        }
        if (tooLarge) {
            exchange.setPersistent(false);
        }
        Executor given = exchange.getDispatchExecutor();
        Executor tasks = given == null ? exchange.getConnection().getWorker() : given;
        exchange.dispatch(task -> execute(tasks, task, exchange), () -> {
            answering.incrementAndGet();
            try {
                answer(exchange, Requests.of(exchange, body, tooLarge));
            } finally {
                answering.decrementAndGet();
                room.release();
            }
        });
    }

    /** Without a thread there will be no answer: the request's place is free again, whatever the reason. */
    private void execute(Executor tasks, Runnable task, HttpServerExchange exchange) {
        try {
            tasks.execute(task);
        } catch (RuntimeException | Error e) {
            room.release();
            refused.increment();
            LOG.warn("No thread could be had for an HTTP request: {}", e.toString());
            BUSY.sendWithRetry(exchange, RETRY_AFTER);
        }
    }

    private void answer(HttpServerExchange exchange, HttpRequest request) {
        HttpResponse response;
        try {
            response = endpoint.handle(request);
            exchange.setStatusCode(response.status());
            response.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().put(HttpString.tryFromString(name), value));
        } catch (RuntimeException | Error e) {
            LOG.error("An HTTP endpoint failed: {} {}", request.method(), request.path(), e);
            exchange.getResponseHeaders().clear();
            exchange.setStatusCode(500);
            exchange.endExchange();
            return;
        }
        if (!exchange.isPersistent()) {
            exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
        }
        if (response.status() == StatusCodes.NO_CONTENT) {
            exchange.endExchange(); // the sender would add a Content-Length
        } else {
            exchange.getResponseSender().send(ByteBuffer.wrap(response.body()));
        }
    }
}
