package io.mychat.gateway.core.connection;

import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.buffer.BufferLimits;
import io.mychat.gateway.core.buffer.BufferedBytes;
import io.mychat.gateway.core.codec.DataOnlyCodec;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.PlatformStrategy;
import io.mychat.gateway.core.config.ProcessingConfig.StoreRetryLimits;
import io.mychat.gateway.core.config.RouterConfig;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.core.protocol.ServerMessages;
import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.threads.BackgroundRetry;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.Platform;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link ConnectionManager} with its store and nothing else around it. Thread-safe. */
final class RacingLogins implements AutoCloseable {

    private static final ConfigSnapshot CONFIGURATION = new ConfigSnapshot(
            ConfigFixture.defaults().gateway(),
            new PlatformStrategy(Map.of("web", platform("web", 1), "ios", platform("ios", 2))),
            RouterConfig.defaults(),
            List.of());
    private static final TimeoutSettings LIMITS = new TimeoutSettings(
            Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ZERO, Duration.ZERO);
    private static final int BACKGROUND_THREADS = 3;

    private final ManualTime time = new ManualTime();
    private final SessionStore store = new InMemorySessionStore(time);
    private final ExecutorService background = Executors.newFixedThreadPool(BACKGROUND_THREADS);
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final Map<String, List<String>> displaced = new ConcurrentHashMap<>();
    private final MultiPlatformAuthManager platforms = new MultiPlatformAuthManager(() -> CONFIGURATION);
    private final ConnectionManager manager = new ConnectionManager(
            store,
            platforms,
            new ClientServices(
                    new ServerMessages(new Json(64, 65_536), time),
                    () -> LIMITS,
                    new BufferedBytes(new BufferLimits(1 << 20, 1 << 20, Duration.ofSeconds(5)), time),
                    time,
                    Tracer.NONE),
            ClusterPeers.none("node-1"),
            new ConnectionManager.Dependencies(
                    this::noted,
                    this::soon,
                    new BackgroundRetry(
                            new StoreRetryLimits(10_000, Duration.ofMinutes(4), Duration.ofSeconds(2)),
                            this::soon,
                            time),
                    token -> {},
                    new TraceRecorder(() -> new TraceConfig(Duration.ofMinutes(5), 100, 1), time)));

    private static Platform platform(String name, int devices) {
        return new Platform(name, devices, WhenFull.KICK_OLDEST, true, Duration.ofMinutes(30), Set.of(), false);
    }

    private void noted(GatewayEvent event) {
        if (event instanceof GatewayEvent.SessionDisplaced lost) {
            displaced
                    .computeIfAbsent(lost.session().id(), id -> new CopyOnWriteArrayList<>())
                    .add(lost.reason());
        }
    }

    ConnectionManager manager() {
        return manager;
    }

    SessionStore store() {
        return store;
    }

    RacingConnection open() {
        RacingConnection racingConnection = new RacingConnection(this);
        racingConnection.opened(
                manager.open("s" + opened.incrementAndGet(), "192.0.2.1", racingConnection, new DataOnlyCodec()));
        return racingConnection;
    }

    void bind(RacingConnection racingConnection, DeviceKey device) {
        UserInfo alice = new UserInfo("alice", "alice", Set.of());
        TokenClaims token = new TokenClaims(
                "t", alice, device, "f", 0, time.now(), time.now().plus(Duration.ofDays(1)));
        manager.bind(
                racingConnection.client(),
                token,
                device,
                platforms.terms(device.platform()).orElseThrow());
    }

    /** Why this session has lost its seat, each time that somebody said so. */
    List<String> displaced(String sessionId) {
        return displaced.getOrDefault(sessionId, List.of());
    }

    /** Runs it on another thread. */
    void soon(Runnable action) {
        pending.incrementAndGet();
        background.execute(() -> {
            try {
                action.run();
            } finally {
                pending.decrementAndGet();
            }
        });
    }

    /** Waits until all that was left for later is done. */
    void settle() {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> pending.get() == 0);
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
