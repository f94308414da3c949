package io.mychat.gateway.core.handler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.core.inbox.ResumeRequest;
import io.mychat.gateway.core.login.LoginRefusal;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.AuthJson;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.Session;
import java.util.Optional;
import java.util.OptionalLong;

/** The common parts of requests and replies of 1001 and 1002. */
final class SessionReplies {

    private SessionReplies() {}

    /** Reads {@code resume}. */
    static Optional<ResumeRequest> resume(Arguments arguments) throws BadArgumentException {
        Optional<Arguments> resume = arguments.optionalObject("resume");
        if (resume.isEmpty()) {
            return Optional.empty();
        }
        String epoch = resume.get().text("epoch");
        OptionalLong lastSeq = resume.get().optionalNumber("last_seq");
        if (lastSeq.isEmpty() || lastSeq.getAsLong() < 0) {
            throw new BadArgumentException("bad_last_seq", "resume.last_seq is required: an integer from 0.");
        }
        return Optional.of(new ResumeRequest(epoch, lastSeq.getAsLong()));
    }

    /**
     * Completes the {@code data} of a new session.
     *
     * @param expiresIn seconds
     */
    static Reply opened(Json json, ObjectNode data, Session session, long expiresIn, ResumePoint from) {
        data.put("expires_in", expiresIn);
        data.set("user_info", AuthJson.user(json, session.user()));
        data.put("session_id", session.id()).put("device_id", session.device().deviceId());
        data.putObject("resume")
                .put("epoch", from.epoch())
                .put("from_seq", from.fromSeq())
                .put("latest_seq", from.latestSeq())
                .put("gap", from.gap());
        return Reply.ok(json.write(data));
    }

    static Reply refused(LoginRefusal reason) {
        return reason.retryAfter()
                .map(wait -> Reply.failure(reason.code(), reason.error(), reason.detail(), wait))
                .orElseGet(() -> Reply.failure(reason.code(), reason.error(), reason.detail()));
    }
}
