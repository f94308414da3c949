package io.mychat.gateway.transport.undertow.http;

import io.mychat.gateway.spi.transport.ConnectionGate.Stage;
import io.mychat.gateway.spi.transport.ConnectionGate.Verdict;
import io.mychat.gateway.transport.common.HttpDate;
import io.mychat.gateway.transport.undertow.accept.ClientChannel;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.time.Duration;

/**
 * Answers requests on connections that the gate has refused, reports the stage of others to the gate, and dates all
 * responses. Runs on I/O threads.
 */
public final class AdmissionHandler implements HttpHandler {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final ErrorResponse ADDRESS_FULL = new ErrorResponse(
            429, "Too Many Requests", "too_many_connections", "Too many connections from this address.");
    private static final ErrorResponse FULL =
            new ErrorResponse(503, "Service Unavailable", "at_capacity", "The gateway is at capacity.");

    private final HttpHandler next;
    private final HttpDate date = new HttpDate();

    public AdmissionHandler(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        // The date of Undertow is the same for all servers of the JVM, and stays as it is when the thread ends that
        // renews it.
        exchange.addResponseCommitListener(
                answered -> answered.getResponseHeaders().put(Headers.DATE, date.now()));
        ClientChannel channel = ClientChannel.of(exchange);
        if (channel == null) {
            next.handleRequest(exchange);
            return;
        }
        if (channel.isTls()) {
            // Undertow does this itself when it knows of the TLS, because its lazy close is not safe then.
            channel.getSourceChannel().suspendReads();
        }
        channel.requestArrived();
        Verdict verdict = channel.entry().verdict();
        if (verdict != Verdict.ADMITTED) {
            (verdict == Verdict.ADDRESS_FULL ? ADDRESS_FULL : FULL).sendWithRetry(exchange, RETRY_AFTER);
            return;
        }
        channel.entry().reached(Stage.ANSWERING);
        exchange.addExchangeCompleteListener((done, proceed) -> {
            channel.entry().reached(done.isUpgrade() ? Stage.UPGRADED : Stage.WAITING);
            proceed.proceed();
        });
        next.handleRequest(exchange);
    }
}
