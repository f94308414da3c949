package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The acknowledgements of all devices of a user, stored with the bounds of the user's inbox. They wait for the next
 * {@link #flush}, and only the newest one of each device is written, because it includes the earlier ones. What waits is lost
 * when its gateway crashes.
 *
 * <p>Thread-safe; this object's monitor guards what waits, and is not held during a call.
 */
final class Acknowledgements {

    private static final LuaScript ACKNOWLEDGE =
            LuaScript.load(Acknowledgements.class, "prelude.lua", "inbox-acknowledge.lua");

    /** The number that a device has acknowledged, and when (ms). */
    private static final Pattern NOTED = Pattern.compile("(\\d{1,16}) \\d{1,16}");

    private static final int WRITTEN_AT_ONCE = 500;

    /** After a failure so many calls of {@link #flush} do nothing, so that a Redis that refuses is not asked all the time. */
    static final int RESTS = 8;

    private final RedisCalls redis;
    private final ChatDependencies chatDependencies;
    private final int limit;
    /** By user, then by device and epoch; in the order of the first acknowledgements. */
    private final Map<String, Map<Reader, Long>> waiting = new LinkedHashMap<>();

    private int readers;
    private int rests;

    Acknowledgements(RedisCalls redis, ChatDependencies chatDependencies) {
        this.redis = redis;
        this.chatDependencies = chatDependencies;
        this.limit = chatDependencies.settings().maxKnown();
    }

    /** A device of an inbox that has this epoch, which only the script can compare with the inbox's. */
    private record Reader(DeviceKey device, String epoch) {}

    private record Waiting(String userId, Reader reader, long inboxSeq) {}

    /**
     * Does not block, unless more devices wait than may.
     *
     * @throws StoreUnavailableException when it may not wait, and Redis does not answer
     */
    void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        if (!tryAcknowledge(userId, device, epoch, inboxSeq)) {
            Object unused = redis.call(command(new Waiting(userId, new Reader(device, epoch), inboxSeq)));
        }
    }

    /** As {@link #acknowledge}, without blocking. Returns false when too many wait. */
    boolean tryAcknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        return inboxSeq <= 0 || await(new Waiting(userId, new Reader(device, epoch), inboxSeq));
    }

    /**
     * Lets an acknowledgement wait.
     *
     * @return false when too many wait
     */
    private synchronized boolean await(Waiting one) {
        Map<Reader, Long> ofUser = waiting.getOrDefault(one.userId(), Map.of());
        if (ofUser.containsKey(one.reader())) {
            ofUser.merge(one.reader(), one.inboxSeq(), Math::max);
            return true;
        }
        if (readers >= limit) {
            return false;
        }
        readers++;
        waiting.computeIfAbsent(one.userId(), user -> new LinkedHashMap<>()).put(one.reader(), one.inboxSeq());
        return true;
    }

    /** Whether an acknowledgement of this device waits. */
    synchronized boolean isWaiting(String userId, DeviceKey device) {
        return waiting.getOrDefault(userId, Map.of()).keySet().stream()
                .anyMatch(reader -> reader.device().equals(device));
    }

    /** Writes all that waits: one round trip for some hundred devices. Blocks. What is not written waits again. */
    void flush() {
        if (!isResting()) {
            write(takeAll());
        }
    }

    /** The last {@link #flush}, also when Redis has refused the previous one. */
    void close() {
        write(takeAll());
    }

    private synchronized boolean isResting() {
        return rests > 0 && rests-- > 0;
    }

    private synchronized List<Waiting> takeAll() {
        List<Waiting> taken = new ArrayList<>(readers);
        List.copyOf(waiting.keySet()).forEach(userId -> taken.addAll(take(userId)));
        return taken;
    }

    private synchronized List<Waiting> take(String userId) {
        List<Waiting> taken = new ArrayList<>();
        Map<Reader, Long> ofUser = waiting.remove(userId);
        if (ofUser != null) {
            ofUser.forEach((reader, inboxSeq) -> taken.add(new Waiting(userId, reader, inboxSeq)));
            readers -= taken.size();
        }
        return taken;
    }

    private void write(List<Waiting> taken) {
        for (int from = 0; from < taken.size(); from += WRITTEN_AT_ONCE) {
            List<Waiting> part = taken.subList(from, Math.min(taken.size(), from + WRITTEN_AT_ONCE));
            List<RedisReply> replies =
                    redis.all(part.stream().map(this::command).toList());
            for (int i = 0; i < part.size(); i++) {
                if (replies.get(i).isFailed()) {
                    putBack(part.get(i));
                }
            }
        }
    }

    private synchronized void putBack(Waiting one) {
        rests = RESTS;
        // What finds no room here is included in the device's next acknowledgement.
        boolean unused = await(one);
    }

    private RedisCommand command(Waiting one) {
        List<Object> args = new ArrayList<>(chatDependencies.clockAndRetention());
        args.add(chatDependencies.settings().maxDevices());
        args.add(field(one.reader().device()));
        args.add(one.inboxSeq());
        args.add(one.reader().epoch());
        return ACKNOWLEDGE.on(List.of(chatDependencies.keys().bounds(one.userId())), args.toArray());
    }

    long acknowledged(String userId, DeviceKey device) {
        write(take(userId));
        String text = RedisReply.text(
                redis.call(RedisCommand.read("HGET", chatDependencies.keys().bounds(userId), field(device))));
        Matcher noted = NOTED.matcher(text);
        return noted.matches() ? Long.parseLong(noted.group(1)) : 0;
    }

    synchronized List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "redis_acknowledgements_waiting",
                        "Devices with an acknowledgement that is not written yet.",
                        readers),
                Metric.gauge(
                        "redis_acknowledgements_waiting_limit",
                        "Most devices with an acknowledgement that is not written yet.",
                        limit));
    }

    private static String field(DeviceKey device) {
        return "ack " + device.platform() + ":" + device.deviceId();
    }
}
