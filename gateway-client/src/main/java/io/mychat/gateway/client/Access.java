package io.mychat.gateway.client;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The tokens of one client. Several callers share one renewal, since a refresh token is used once. */
final class Access {

    private final SessionKeeper keeper;
    private final @Nullable TokenSource source;
    private final Environment environment;
    private @Nullable CompletableFuture<Tokens> renewal;

    Access(SessionKeeper keeper, @Nullable TokenSource source, Environment environment) {
        this.keeper = keeper;
        this.source = source;
        this.environment = environment;
    }

    boolean canRenew() {
        return source != null;
    }

    /** Whether there is a token that is not known to have ended. */
    boolean isUsable() {
        Tokens tokens = keeper.current.tokens;
        return tokens != null && tokens.expiresAt().orElse(Long.MAX_VALUE) > environment.timers.now();
    }

    /** Puts tokens of elsewhere in place of those of the session; a renewal under way is for the earlier ones. */
    void replace(@Nullable Tokens tokens) {
        keeper.current.tokens = tokens;
        renewal = null;
    }

    /** The life of the token, in seconds, as a login tells it. */
    void lasts(OptionalLong expiresIn) {
        Tokens tokens = keeper.current.tokens;
        if (tokens != null && expiresIn.isPresent()) {
            long end = environment.timers.now() + Bounds.lifeMs(expiresIn.getAsLong());
            keeper.current.tokens = new Tokens(tokens.token(), tokens.refreshToken(), OptionalLong.of(end));
        }
    }

    /** Gets new tokens. Completes on the serial queue. */
    CompletionStage<Tokens> renew() {
        CompletableFuture<Tokens> running = renewal;
        TokenSource from = source;
        if (running != null) {
            return running;
        }
        if (from == null) {
            return CompletableFuture.failedFuture(
                    new GatewayException(401, HttpRefresh.NO_REFRESH_TOKEN, "Log in again."));
        }
        Session session = keeper.current;
        CompletableFuture<Tokens> result = new CompletableFuture<>();
        renewal = result;
        ask(from, session.tokens).whenComplete((tokens, failure) -> {
            environment.serial.execute(() -> renewed(result, session, tokens, failure));
        });
        return result;
    }

    private void renewed(
            CompletableFuture<Tokens> result, Session session, @Nullable Tokens tokens, @Nullable Throwable failure) {
        boolean wanted = renewal == result;
        if (wanted) {
            renewal = null;
        }
        if (failure != null) {
            result.completeExceptionally(GatewayException.of(failure));
        } else if (tokens == null) {
            result.completeExceptionally(
                    GatewayException.local(GatewayException.CONNECTION_LOST, "the source has no tokens"));
        } else {
            if (wanted && session == keeper.current) {
                session.tokens = tokens;
                keeper.save();
            }
            result.complete(tokens);
        }
    }

    private CompletionStage<Tokens> ask(TokenSource from, @Nullable Tokens previous) {
        CompletableFuture<Tokens> answer = new CompletableFuture<>();
        environment.callbacks.execute(() -> {
            try {
                from.tokens(previous).whenComplete((tokens, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    } else {
                        answer.complete(tokens);
                    }
                });
            } catch (Throwable failure) { // of the application's own code
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }
}
