package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.threads.BackgroundRetry;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.event.GatewayListener;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The dependencies of a {@link ConnectionManager}.
 *
 * @param events receives connections, logins and displaced sessions
 * @param housekeeping runs blocking work that belongs to no message, such as the release of seats
 * @param retry repeats operations of a store that is unavailable
 * @param revoker revokes one access token; may block
 * @param traces records pushes to users who are traced
 */
public record ConnectionManagerDependencies(
        GatewayListener events,
        Executor housekeeping,
        BackgroundRetry retry,
        Consumer<TokenClaims> revoker,
        TraceRecorder traces) {}
