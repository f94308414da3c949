package io.mychat.gateway.core.processor;

import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.core.tracelog.TraceDraft;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.core.tracelog.TraceStep;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Records the answers to the commands of traced users: command, code and error, and no data. Thread-safe. */
final class AnswerRecord {

    /** Only what looks like a machine-readable reason: a handler may write anything there. */
    private static final Pattern ERROR = Pattern.compile("\\A\\{\"error\":\"([a-z0-9_]{1,64})\"");

    private final TraceRecorder recorder;

    AnswerRecord(TraceRecorder recorder) {
        this.recorder = recorder;
    }

    void answered(ClientConnection client, long cmdId, Reply reply, Instant receivedAt, Instant answeredAt) {
        if (recorder.isOn()) {
            Session session = client.sessionOrNull();
            if (session != null && !isUsual(cmdId, reply)) {
                record(session, cmdId, reply, Duration.between(receivedAt, answeredAt));
            }
        }
    }

    /** Heartbeats would drive out everything else. */
    private static boolean isUsual(long cmdId, Reply reply) {
        return cmdId == Command.HEARTBEAT.number() && reply.code() == ErrorCode.SUCCESS;
    }

    private void record(Session session, long cmdId, Reply reply, Duration took) {
        TraceDraft draft = recorder.ofCommand(session.userId());
        if (draft == null) {
            return;
        }
        draft.session(session.id())
                .detail("command " + cmdId + ": " + reply.code().code());
        Matcher error = ERROR.matcher(reply.data());
        if (reply.code() != ErrorCode.SUCCESS && error.find()) {
            draft.detail(error.group(1));
        }
        draft.detail(took.toMillis() + " ms").record(TraceStep.ANSWERED);
    }
}
