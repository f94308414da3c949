package io.mychat.gateway.redis.session;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import io.mychat.gateway.spi.session.Platform.WhenFull;
import io.mychat.gateway.spi.session.SeatRule;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The gateways and servers of one test, on the shared Redis unless another one is named; the latest is closed first. */
final class Nodes implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final RedisSettings shared = RedisServers.single();

    /** Seats whose oldest session makes room. */
    static SeatRule seats(int number) {
        return new SeatRule(number, WhenFull.KICK_OLDEST, 0, Duration.ofMinutes(5));
    }

    TestNode join(String name, SeatRule rule) {
        return join(name, shared, rule);
    }

    TestNode join(String name, RedisSettings settings, SeatRule rule) {
        TestNode node = new TestNode(name, settings, rule, SessionSettings.defaults());
        open.push(node);
        return node;
    }

    RedisSettings settings() {
        return shared;
    }

    /** Starts a server that this test alone uses. */
    RedisProcess server() {
        RedisProcess server = RedisProcess.start();
        open.push(server);
        return server;
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
