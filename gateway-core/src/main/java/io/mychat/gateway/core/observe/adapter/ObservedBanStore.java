package io.mychat.gateway.core.observe.adapter;

import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanList;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.ban.BanVersion;
import java.util.Collection;
import java.util.Optional;

/** Measures each operation of a {@link BanStore}. Thread-safe. */
final class ObservedBanStore implements BanStore {

    private final BanStore store;
    private final ObservedCall add;
    private final ObservedCall remove;
    private final ObservedCall changedSince;
    private final ObservedCall restore;

    ObservedBanStore(BanStore store, ObservedStore calls) {
        this.store = store;
        add = calls.operation("add");
        remove = calls.operation("remove");
        changedSince = calls.operation("changed_since");
        restore = calls.operation("restore");
    }

    @Override
    public boolean add(Ban ban, int most) {
        return add.get(() -> store.add(ban, most));
    }

    @Override
    public boolean remove(String id) {
        return remove.get(() -> store.remove(id));
    }

    @Override
    public Optional<BanList> changedSince(BanVersion known) {
        return changedSince.get(() -> store.changedSince(known));
    }

    @Override
    public void restore(Collection<Ban> lost) {
        restore.run(() -> store.restore(lost));
    }
}
