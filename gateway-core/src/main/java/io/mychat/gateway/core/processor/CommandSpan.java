package io.mychat.gateway.core.processor;

import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import java.util.Locale;

/** Says what a command's span is about: no content, and no secret. */
final class CommandSpan {

    private CommandSpan() {}

    static void describe(Tracer.Span span, Invocation invocation, Reply reply) {
        span.attribute("mychat.command", invocation.message().cmdId());
        span.attribute("mychat.session_id", invocation.message().sessionId());
        span.attribute("mychat.user_id", invocation.message().userId());
        span.attribute("mychat.platform", invocation.message().platform());
        span.attribute("mychat.handler", invocation.route().handler().name());
        span.attribute("mychat.code", reply.code().code());
        if (reply.code() == ErrorCode.INTERNAL_SERVER_ERROR || reply.code() == ErrorCode.SERVICE_UNAVAILABLE) {
            span.failed(reply.code().name().toLowerCase(Locale.ROOT));
        }
    }
}
