package io.mychat.gateway.core.handler;

import io.mychat.gateway.core.codec.JsonEscapes;
import io.mychat.gateway.core.inbox.ResumePoint;
import io.mychat.gateway.core.inbox.ResumeRequest;
import io.mychat.gateway.core.login.LoginRefusal;
import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.Session;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The common parts of requests and replies of 1001 and 1002. */
final class SessionReplies {

    /** What the data of a new session usually has besides its first members. */
    private static final int ROOM = 384;

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
     * The {@code data} of a new session. Put together as text: a tree of it is a tenth of what a login allocates.
     *
     * @param first the first members as JSON
     * @param expiresIn seconds
     */
    static Reply opened(String first, Session session, long expiresIn, ResumePoint from) {
        StringBuilder data = new StringBuilder(ROOM + first.length());
        data.append('{')
                .append(first)
                .append(",\"expires_in\":")
                .append(expiresIn)
                .append(",\"user_info\":{");
        text(data, "user_id", session.user().userId()).append(',');
        text(data, "username", session.user().username()).append(",\"roles\":[");
        roles(data, session.user().roles());
        data.append("]},");
        text(data, "session_id", session.id()).append(',');
        text(data, "device_id", session.device().deviceId()).append(",\"resume\":{");
        text(data, "epoch", from.epoch())
                .append(",\"from_seq\":")
                .append(from.fromSeq())
                .append(",\"latest_seq\":")
                .append(from.latestSeq())
                .append(",\"gap\":")
                .append(from.gap())
                .append("}}");
        return Reply.ok(data.toString());
    }

    /** A member that is a text. */
    static StringBuilder text(StringBuilder json, String name, String value) {
        return json.append('"')
                .append(name)
                .append("\":\"")
                .append(JsonEscapes.of(value))
                .append('"');
    }

    private static void roles(StringBuilder json, Set<String> roles) {
        if (roles.isEmpty()) {
            return;
        }
        String separator = "";
        for (String role : new TreeSet<>(roles)) {
            json.append(separator).append('"').append(JsonEscapes.of(role)).append('"');
            separator = ",";
        }
    }

    static Reply refused(LoginRefusal reason) {
        return reason.retryAfter()
                .map(wait -> Reply.failure(reason.code(), reason.error(), reason.detail(), wait))
                .orElseGet(() -> Reply.failure(reason.code(), reason.error(), reason.detail()));
    }
}
