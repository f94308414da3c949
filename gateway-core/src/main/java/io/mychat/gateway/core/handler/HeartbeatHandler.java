package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.router.ImmediateHandler;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.time.TimestampCache;

/** 3001: replies with the time; the message itself restarts the idle time. */
final class HeartbeatHandler implements ImmediateHandler {

    private final TimeSource time;
    private final TimestampCache timestamps = new TimestampCache();

    HeartbeatHandler(TimeSource time) {
        this.time = time;
    }

    @Override
    public Reply handle(UnifiedMessage message, MessageContext context) {
        return Reply.ok("{\"timestamp\":\"" + timestamps.rfc3339(time.now()) + "\"}");
    }
}
