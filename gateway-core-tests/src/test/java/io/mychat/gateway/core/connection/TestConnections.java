package io.mychat.gateway.core.connection;

import io.mychat.gateway.core.buffer.BufferLimits;
import io.mychat.gateway.core.buffer.BufferedBytes;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.ProcessingConfig.StoreRetryLimits;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.threads.BackgroundRetry;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;

/** Connection managers for tests of the rooms around them: a store in memory, no cluster, and time-outs of an hour. */
public final class TestConnections {

    private static final Duration HOUR = Duration.ofHours(1);

    private TestConnections() {}

    public static ConnectionManager manager(ManualTime time) {
        ConfigSnapshot configuration = ConfigFixture.defaults();
        return new ConnectionManager(
                new InMemorySessionStore(time),
                new MultiPlatformAuthManager(() -> configuration),
                new ClientServices(
                        new ServerMessages(new Json(64, 65_536), time),
                        () -> new TimeoutSettings(HOUR, HOUR, HOUR, Duration.ZERO, Duration.ZERO),
                        new BufferedBytes(new BufferLimits(1 << 20, 1 << 20, Duration.ofSeconds(5)), time),
                        time,
                        Tracer.NONE),
                ClusterPeers.none("node-1"),
                new ConnectionManager.Dependencies(
                        event -> {},
                        Runnable::run,
                        new BackgroundRetry(
                                new StoreRetryLimits(10_000, Duration.ofMinutes(4), Duration.ofSeconds(2)),
                                Runnable::run,
                                time),
                        token -> {},
                        new TraceRecorder(() -> new TraceConfig(Duration.ofMinutes(5), 100, 1), time)));
    }
}
