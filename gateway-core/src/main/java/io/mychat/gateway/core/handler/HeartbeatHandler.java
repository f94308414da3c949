package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.router.ImmediateHandler;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.time.Timestamp;
import java.time.Instant;

/**
 * 3001: replies with the time of its receipt; the message itself restarts the idle time. Heartbeats of one millisecond share a
 * reply. Thread-safe.
 */
final class HeartbeatHandler implements ImmediateHandler {

    private volatile Latest latest = at(0);

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
            known = at(millis);
            latest = known;
        }
        return known.reply();
    }

    private static Latest at(long millis) {
        return new Latest(millis, Reply.ok("{\"timestamp\":\"" + Timestamp.of(Instant.ofEpochMilli(millis)) + "\"}"));
    }
}
