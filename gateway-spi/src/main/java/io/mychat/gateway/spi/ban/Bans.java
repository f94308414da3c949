package io.mychat.gateway.spi.ban;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The bans of all gateways of a cluster, for host applications. A change is in effect on this gateway when the call
 * returns, and on the others within a second. Thread-safe. The blocking calls may wait for the store, at most for its
 * deadline.
 *
 * @since 0.1.0
 */
public interface Bans {

    /**
     * Bans a user, a device or an address block. Its sessions and connections close on every gateway; its logins,
     * tokens and refresh tokens are refused until the ban ends. Tokens are not revoked.
     *
     * @throws BanRefusedException when the block would also exclude others and the request is not forced, or when there
     *     are too many bans
     * @throws IllegalArgumentException when the block is not an address or a CIDR block
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store cannot be reached; nothing is banned
     */
    Ban add(BanRequest request);

    /**
     * Lifts a ban.
     *
     * @return whether there was a ban with this id
     * @throws io.mychat.gateway.spi.StoreUnavailableException when the store cannot be reached; the ban stays
     */
    boolean lift(String id);

    /** The bans that are in effect on this gateway, oldest first. Does not block. */
    List<Ban> list();

    /**
     * As {@link #add}, on another thread; fails with the same exceptions, and with a {@link
     * java.util.concurrent.RejectedExecutionException} when {@code processing.max_host_calls} are under way, or when the
     * gateway stops before the call has begun.
     */
    CompletionStage<Ban> addAsync(BanRequest request);

    /** As {@link #lift}, on another thread; fails with the same exceptions and as {@link #addAsync}. */
    CompletionStage<Boolean> liftAsync(String id);
}
