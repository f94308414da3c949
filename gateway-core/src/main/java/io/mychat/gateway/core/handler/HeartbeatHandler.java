package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.router.ImmediateHandler;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.time.TimestampCache;
import java.time.Instant;

/**
 * 3001: replies with the time of its receipt; the message itself restarts the idle time. Heartbeats of one millisecond share a
 * reply. Thread-safe.
 */
final class HeartbeatHandler implements ImmediateHandler {

    private final TimestampCache timestamps = new TimestampCache();
    private volatile Latest latest = latest(Instant.EPOCH);

    private record Latest(long millis, Reply reply) {}

    @Override
    public boolean takesNoTime() {
        return true;
    }

    @Override
    public Reply handle(UnifiedMessage message, MessageContext context) {
        long millis = message.timestamp().toEpochMilli();
        Latest known = latest;
        if (known.millis() != millis) {
            known = latest(message.timestamp());
            latest = known;
        }
        return known.reply();
    }

    private Latest latest(Instant at) {
        return new Latest(at.toEpochMilli(), Reply.ok("{\"timestamp\":\"" + timestamps.rfc3339(at) + "\"}"));
    }
}
