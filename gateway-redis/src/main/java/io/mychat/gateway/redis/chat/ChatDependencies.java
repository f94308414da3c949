package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.settings.MessageSettings;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The shared dependencies of this package's classes.
 *
 * @param clockOffset milliseconds that a test adds to the server's clock; 0 elsewhere
 */
record ChatDependencies(
        ChatKeys keys,
        MessageSettings settings,
        String nodeId,
        MessageCounters counters,
        Upkeep upkeep,
        LongSupplier clockOffset) {

    static ChatDependencies of(
            ChatKeys keys, MessageSettings settings, String nodeId, TimeSource time, LongSupplier clockOffset) {
        return new ChatDependencies(
                keys, settings, nodeId, new MessageCounters(), new Upkeep(settings, time, clockOffset), clockOffset);
    }

    /** The most bytes of messages in one answer of Redis; a single message may be longer. */
    static final int MAX_ANSWER_BYTES = 4 << 20;

    /** With what the arguments of every script begin. */
    List<Object> clockAndRetention() {
        return List.of(clockOffset.getAsLong(), settings.retention().toMillis());
    }
}
