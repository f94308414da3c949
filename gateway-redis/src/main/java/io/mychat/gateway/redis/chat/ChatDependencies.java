package io.mychat.gateway.redis.chat;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * What the parts of this room share.
 *
 * @param clockOffset milliseconds that a test adds to the server's clock; 0 elsewhere
 */
record ChatDependencies(
        ChatKeys keys, MessageSettings settings, String nodeId, MessageCounters counters, LongSupplier clockOffset) {

    /** How many bytes of messages one answer of Redis may have; one message may be longer. */
    static final int MAX_ANSWER_BYTES = 4 << 20;

    /** With what the arguments of every script begin. */
    List<Object> clockAndRetention() {
        return List.of(clockOffset.getAsLong(), settings.retention().toMillis());
    }
}
