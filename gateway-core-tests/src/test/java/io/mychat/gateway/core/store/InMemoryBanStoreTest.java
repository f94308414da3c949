package io.mychat.gateway.core.store;

import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.ban.BanStoreContract;
import java.time.Duration;
import java.time.Instant;

class InMemoryBanStoreTest extends BanStoreContract {

    private final ManualTime time = new ManualTime();

    @Override
    protected BanStore newStore() {
        return new InMemoryBanStore(time);
    }

    @Override
    protected Instant now() {
        return time.now();
    }

    @Override
    protected void elapse(Duration duration) {
        time.advance(duration);
    }
}
