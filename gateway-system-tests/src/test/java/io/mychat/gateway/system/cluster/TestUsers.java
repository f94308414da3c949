package io.mychat.gateway.system.cluster;

import io.mychat.gateway.spi.chat.ChatId;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Who appears in a scene, by name. In a Redis Cluster a name decides where somebody's data lies.
 *
 * @param alice writes to bob
 * @param root administrates
 * @param nobody is not there
 * @param spares have tokens in their pockets
 */
record TestUsers(
        String alice,
        String bob,
        String carol,
        String dave,
        String erin,
        String root,
        String nobody,
        List<String> spares) {

    private static final int CHAT_BUCKETS = 1024;
    private static final int SPARES = 12;
    private static final int MOST_TRIES = 10_000;

    static TestUsers anywhere() {
        return new TestUsers("alice", "bob", "carol", "dave", "erin", "root", "nobody", names("spare", any -> true));
    }

    /** People all of whose data, and the chat of alice and bob, lie in these slots; what has a random name does not. */
    static TestUsers in(IntPredicate slots) {
        String alice = named("alice", slots);
        String bob = IntStream.range(0, MOST_TRIES)
                .mapToObj(i -> "bob" + i)
                .filter(name -> slots.test(JedisClusterCRC16.getSlot(name)) && slots.test(slotOfChat(alice, name)))
                .findFirst()
                .orElseThrow();
        return new TestUsers(
                alice,
                bob,
                named("carol", slots),
                named("dave", slots),
                named("erin", slots),
                named("root", slots),
                named("nobody", slots),
                names("spare", slots));
    }

    String chat() {
        return ChatId.between(alice, bob).toString();
    }

    private static String named(String name, IntPredicate slots) {
        return names(name, slots).get(0);
    }

    private static List<String> names(String name, IntPredicate slots) {
        return IntStream.range(0, MOST_TRIES)
                .mapToObj(i -> name + i)
                .filter(one -> slots.test(JedisClusterCRC16.getSlot(one)))
                .limit(SPARES)
                .toList();
    }

    /** As MESSAGES.md of gateway-redis has it. */
    private static int slotOfChat(String one, String other) {
        String chat = ChatId.between(one, other).toString();
        return JedisClusterCRC16.getSlot("c" + Math.floorMod(chat.hashCode(), CHAT_BUCKETS));
    }
}
