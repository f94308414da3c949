package io.mychat.gateway.spi.ban;

import java.util.Collection;
import java.util.Optional;

/**
 * Stores the bans of all gateways that share it. Every method is atomic, thread-safe and may block. Every method throws
 * {@link io.mychat.gateway.spi.StoreUnavailableException} when the store cannot answer.
 *
 * <p>Times are kept in whole milliseconds. The number of a version grows with each change, and a store that has lost its
 * content says so by another {@link BanVersion}.
 *
 * <p>Each gateway keeps a copy of the list, so the store is not asked about clients. A ban that has ended is dropped
 * with a later change.
 *
 * @since 0.1.0
 */
public interface BanStore {

    /**
     * Adds a ban. The same ban again changes nothing.
     *
     * @param most the largest number of bans that have not ended, of this one's kind (automatic or not)
     * @return false when the store has as many bans of this kind; then nothing has changed
     */
    boolean add(Ban ban, int most);

    /**
     * Removes a ban.
     *
     * @return whether the ban was in the store
     */
    boolean remove(String id);

    /**
     * The list of bans if it has changed.
     *
     * @param known the version that the caller has
     * @return empty when the store is at this version
     */
    Optional<BanList> changedSince(BanVersion known);

    /**
     * Puts bans back that the store has lost ({@link BanVersion#hasLost}). Bans that are in the store do not change.
     */
    void restore(Collection<Ban> lost);
}
