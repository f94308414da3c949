package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanList;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.ban.BanVersion;
import io.mychat.gateway.spi.time.TimeSource;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Bans in this process's memory, for a gateway that is alone; they end with the process. Its own lock guards everything. */
public final class InMemoryBanStore implements BanStore {

    private final TimeSource time;
    private final Map<String, Ban> bans = new LinkedHashMap<>();
    private BanVersion version = BanVersion.NONE;

    public InMemoryBanStore(TimeSource time) {
        this.time = time;
    }

    @Override
    public synchronized boolean add(Ban ban, int most) {
        Instant now = time.now();
        bans.values().removeIf(other -> !other.isInEffect(now));
        if (bans.containsKey(ban.id())) {
            return true;
        }
        boolean isAutomatic = ban.terms().isAutomatic();
        long ofItsKind = bans.values().stream()
                .filter(other -> other.terms().isAutomatic() == isAutomatic)
                .count();
        if (ofItsKind >= most) {
            return false;
        }
        bans.put(ban.id(), ban);
        changed();
        return true;
    }

    @Override
    public synchronized boolean remove(String id) {
        boolean wasThere = bans.remove(id) != null;
        if (wasThere) {
            changed();
        }
        return wasThere;
    }

    @Override
    public synchronized Optional<BanList> changedSince(BanVersion known) {
        // By their parts: the first equals() of a record links code for 4 ms, and each start comes here.
        return version.number() == known.number() && version.token().equals(known.token())
                ? Optional.empty()
                : Optional.of(new BanList(version, bans.values().stream().toList()));
    }

    @Override
    public synchronized void restore(Collection<Ban> lost) {
        lost.forEach(ban -> bans.putIfAbsent(ban.id(), ban));
        changed();
    }

    private void changed() {
        version = new BanVersion(version.number() + 1, Long.toString(version.number() + 1));
    }
}
