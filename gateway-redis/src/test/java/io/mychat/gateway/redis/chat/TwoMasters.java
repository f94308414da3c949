package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.testing.RealTime;
import io.mychat.gateway.redis.testing.RedisProcess;
import io.mychat.gateway.redis.testing.RedisServers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.RestoreParams;

/**
 * A master and its replica, which becomes a master of its own while the old one goes on: as in a planned fail-over, where
 * gateways change over one after the other.
 */
final class TwoMasters implements AutoCloseable {

    private final RedisProcess old = RedisProcess.start();
    private final RedisProcess next = RedisProcess.start();
    private final RedisSettings settingsOfOld = RedisServers.of(old);
    private final RedisSettings settingsOfNext = RedisSettings.single("127.0.0.1", next.port())
            .withKeyPrefix(settingsOfOld.servers().keyPrefix());
    private final Redis toOld = Redis.of(settingsOfOld, new RealTime());
    private final Redis toNext = Redis.of(settingsOfNext, new RealTime());

    TwoMasters() {
        reunite();
    }

    /** The replica is one again, and has what its master has. */
    void reunite() {
        try (Jedis jedis = next.connect()) {
            jedis.replicaof("127.0.0.1", old.port());
        }
        awaitReplica();
    }

    /** The replica has all that was written, and takes part no more. */
    void detach() {
        awaitReplica();
        try (Jedis jedis = next.connect()) {
            jedis.replicaofNoOne();
        }
    }

    /** Both have nothing. */
    void forget() {
        try (Jedis first = old.connect();
                Jedis second = next.connect()) {
            first.flushAll();
            second.flushAll();
        }
    }

    /** What the old one has, the detached other one has too from now on. */
    void copy() {
        try (Jedis first = old.connect();
                Jedis second = next.connect()) {
            for (String key : first.keys("*")) {
                second.restore(
                        key, 0, first.dump(key), RestoreParams.restoreParams().replace());
            }
        }
    }

    Channel listenOnOld(String name) {
        return new Channel(old, settingsOfOld.servers().keyPrefix() + name);
    }

    Channel listenOnNext(String name) {
        return new Channel(next, settingsOfOld.servers().keyPrefix() + name);
    }

    RedisSettings settingsOfNext() {
        return settingsOfNext;
    }

    /** A gateway that talks to the old master until it {@linkplain Moving#move moves}. */
    Moving gateway(String nodeId) {
        return new Moving(nodeId);
    }

    private void awaitReplica() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            try (Jedis master = old.connect();
                    Jedis replica = next.connect()) {
                return replica.info("replication").contains("master_link_status:up")
                        && offset(master, "master_repl_offset") == offset(replica, "slave_repl_offset");
            }
        });
    }

    private static long offset(Jedis server, String name) {
        return server.info("replication")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        toOld.close();
        toNext.close();
        next.close();
        old.close();
    }

    /** A gateway's store and its way to one of the two. */
    final class Moving implements AutoCloseable {

        private volatile Redis current = toOld;
        private final AtomicReference<@Nullable Runnable> beforeAnswer = new AtomicReference<>();
        private final ChatNode chatNode;

        private Moving(String nodeId) {
            this.chatNode = ChatNode.of(settingsOfOld, nodeId, MessageSettings.defaults(), redis -> this::all);
        }

        RedisMessageStore store() {
            return chatNode.store();
        }

        /** From now on it talks to the new master; false when it did before. */
        boolean move() {
            boolean isNew = current != toNext;
            current = toNext;
            return isNew;
        }

        boolean isMoved() {
            return current == toNext;
        }

        /** The next answer of an inbox is late: this happens when Redis has given it and the gateway has not got it yet. */
        void beforeNextInboxAnswer(Runnable what) {
            beforeAnswer.set(what);
        }

        /** A session, as the login would write it; on the server that this gateway talks to. */
        void logIn(String userId, String nodeId) {
            Redis redis = current;
            redis.call(RedisCommand.write(
                    "HSET",
                    redis.keys().userSessions(userId),
                    "web:" + nodeId,
                    "{\"v\":1,\"node_id\":\"" + nodeId + "\",\"session_id\":\"s\"}"));
        }

        private List<RedisReply> all(List<RedisCommand> commands) {
            List<RedisReply> replies = current.all(commands);
            boolean isAboutInboxes = commands.stream()
                    .anyMatch(command -> command.keys().stream().anyMatch(key -> key.contains("inbox:entries")));
            Runnable what = isAboutInboxes ? beforeAnswer.getAndSet(null) : null;
            if (what != null) {
                what.run();
            }
            return replies;
        }

        @Override
        public void close() {
            chatNode.close();
        }
    }
}
