package io.mychat.gateway.core.handler;

import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;

/** Answers to logins that are refused for reasons of policy. */
final class Refusals {

    static final Reply UNKNOWN_PLATFORM =
            Reply.failure(ErrorCode.BAD_REQUEST, "unknown_platform", "The gateway does not serve this platform.");
    static final Reply ROLE_MISSING =
            Reply.failure(ErrorCode.FORBIDDEN, "role_required", "You lack the role that this platform asks for.");
    static final Reply NO_FREE_SEAT =
            Reply.failure(ErrorCode.FORBIDDEN, "no_free_seat", "All your devices' seats are taken; log one out first.");

    private Refusals() {}
}
