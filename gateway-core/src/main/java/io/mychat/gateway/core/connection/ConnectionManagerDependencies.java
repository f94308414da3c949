package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.threads.BackgroundRetry;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.event.GatewayListener;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a {@link ConnectionManager} does to the rest of the gateway.
 *
 * @param events learns of connections, logins and displaced sessions
 * @param housekeeping runs what may block and belongs to no message: seats are given back there
 * @param retry repeats what a store cannot take now
 * @param revoker revokes one access token; may block
 */
public record ConnectionManagerDependencies(
        GatewayListener events, Executor housekeeping, BackgroundRetry retry, Consumer<TokenClaims> revoker) {}
