package io.mychat.gateway.client;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens, such as from your own server. It is called on a thread for callbacks, one call at a time, and may block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TokenSource {

    /**
     * New tokens in place of those that the client has, or of none.
     *
     * @return fails with a {@link GatewayException} of code 401 when the person has to log in; any other failure is tried again
     */
    CompletionStage<Tokens> tokens(@Nullable Tokens previous);
}
