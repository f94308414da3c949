package io.mychat.gateway.core.cluster;

import io.mychat.gateway.core.tracelog.NodeTrace;
import io.mychat.gateway.core.tracelog.TraceRecorder;
import io.mychat.gateway.core.tracelog.TraceRequest;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.trace.TraceSubject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Translates traces to messages of the bus and back. */
final class TraceAnswers {

    private TraceAnswers() {}

    static ClusterMessage.Trace question(long id, TraceRequest request) {
        return new ClusterMessage.Trace(
                id,
                request.subject().kind().key(),
                request.subject().id(),
                request.loginName().isEmpty() ? null : request.loginName(),
                request.chat().map(ChatId::toString).orElse(null),
                request.duration().toMillis());
    }

    /** @throws IllegalArgumentException when the question makes no sense */
    static ClusterMessage.Traced answer(ClusterMessage.Trace question, TraceRecorder recorder) {
        TraceRequest request = request(question);
        recorder.begin(request);
        NodeTrace own = recorder.read("", request);
        return new ClusterMessage.Traced(
                question.id(), own.events().stream().map(TracedEvent::of).toList(), own.leftOut());
    }

    private static TraceRequest request(ClusterMessage.Trace question) {
        TraceSubject.Kind kind = Arrays.stream(TraceSubject.Kind.values())
                .filter(each -> each.key().equals(question.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of subject"));
        return new TraceRequest(
                new TraceSubject(kind, question.subject()),
                Objects.requireNonNullElse(question.loginName(), ""),
                Optional.ofNullable(question.chat()).flatMap(ChatId::parse),
                Duration.ofMillis(question.millis()));
    }

    static NodeTrace trace(String node, ClusterMessage.Traced answer) {
        return new NodeTrace(
                node, answer.events().stream().map(TracedEvent::event).toList(), answer.leftOut());
    }
}
