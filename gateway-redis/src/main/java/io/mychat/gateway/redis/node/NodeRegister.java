package io.mychat.gateway.redis.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.redis.client.Json;
import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data about nodes in Redis: one slot, changed by scripts. Every method is one round trip, blocks, and throws
 * {@link io.mychat.gateway.spi.StoreUnavailableException}. Immutable.
 */
final class NodeRegister {

    private static final String SHARED = "nodes.lua";
    private static final LuaScript BEAT = LuaScript.load(NodeRegister.class, SHARED, "beat.lua");
    private static final LuaScript LEAVE = LuaScript.load(NodeRegister.class, SHARED, "leave.lua");
    private static final LuaScript CLEANED = LuaScript.load(NodeRegister.class, SHARED, "cleaned.lua");

    private final Redis redis;
    private final NodeSettings settings;

    NodeRegister(Redis redis, NodeSettings settings) {
        this.redis = redis;
        this.settings = settings;
    }

    /** The kinds of a sign of life. */
    enum Sign {
        /** The first one of an incarnation: ends others under the same node id. */
        JOIN,
        BEAT
    }

    /** The answer of Redis about the incarnation. */
    enum Word {
        OK,
        JOINED,
        /** Redis did not know it any more, and does now. */
        LOST,
        /** Its lease is over: it is dead. */
        LAPSED,
        /** Another gateway has joined under its node id: it is dead. */
        SUPERSEDED;

        boolean isAlive() {
            return this != LAPSED && this != SUPERSEDED;
        }

        private static Word of(String text) {
            return switch (text) {
                case "ok" -> OK;
                case "joined" -> JOINED;
                case "lost" -> LOST;
                case "superseded" -> SUPERSEDED;
                default -> LAPSED;
            };
        }
    }

    /**
     * The answer to a sign of life.
     *
     * @param hasLostData whether a sign of life that was seen written is not there any more
     * @param written the sign of life that is there now
     */
    record Answer(Word word, ClusterView cluster, boolean hasLostData, long written) {}

    /**
     * Gives a sign of life.
     *
     * @param seen the last one that this node has seen written; 0 for none
     */
    Answer beat(String incarnation, Sign sign, long seen) {
        String info = Json.text(Json.object().put("node_id", settings.nodeId()));
        RedisCommand command = BEAT.on(
                keys(),
                incarnation,
                info,
                settings.nodeId(),
                settings.lease().toMillis(),
                settings.deadKept().toMillis(),
                sign == Sign.JOIN ? "join" : "beat",
                settings.cleanedKept().toMillis(),
                settings.mostDead(),
                seen);
        List<@Nullable Object> answer = RedisReply.list(redis.call(command));
        return new Answer(
                Word.of(RedisReply.text(answer.get(0))),
                new ClusterView(nodes(RedisReply.texts(answer.get(1))), Set.copyOf(RedisReply.texts(answer.get(2)))),
                RedisReply.text(answer.get(3)).equals("1"),
                RedisReply.number(answer.get(4)));
    }

    /** Ends an incarnation in order. */
    void leave(String incarnation) {
        redis.call(LEAVE.on(keys(), incarnation));
    }

    /** Records that the data of a dead incarnation is removed. */
    void cleaned(String incarnation) {
        redis.call(CLEANED.on(keys(), incarnation));
    }

    private static Map<String, String> nodes(List<String> info) {
        Map<String, String> nodes = new HashMap<>();
        for (int i = 0; i + 1 < info.size(); i += 2) {
            String incarnation = info.get(i);
            Json.read(info.get(i + 1))
                    .map(json -> json.path("node_id"))
                    .filter(JsonNode::isTextual)
                    .ifPresent(id -> nodes.put(incarnation, id.textValue()));
        }
        return nodes;
    }

    /** In the order of the scripts. */
    private List<String> keys() {
        Keys keys = redis.keys();
        return Stream.of("leases", "info", "dead", "unclean", "last", "reasons")
                .map(keys::nodes)
                .toList();
    }
}
