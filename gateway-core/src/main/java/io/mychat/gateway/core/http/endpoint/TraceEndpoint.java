package io.mychat.gateway.core.http.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.core.trace.TraceService;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.trace.TraceQuery;
import io.mychat.gateway.spi.trace.TraceReport;
import io.mychat.gateway.spi.trace.TraceSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/system/trace}: where a message is, and what a user sees. */
public final class TraceEndpoint implements EndpointGroup {

    private final TraceService traces;
    private final Json json;

    public TraceEndpoint(TraceService traces, Json json) {
        this.traces = traces;
        this.json = json;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/system/trace", Access.ADMIN, "Trace", this::trace));
    }

    private ApiEndpoint.Result trace(ApiRequest request) throws BadArgumentException {
        TraceSubject subject = subject(request);
        Optional<String> in = request.parameter("in");
        Optional<ChatId> chat = in.flatMap(ChatId::parse);
        if (in.isPresent() && (chat.isEmpty() || subject.kind() != TraceSubject.Kind.MESSAGE)) {
            throw new BadArgumentException("bad_in", "in must be the chat_id of the message; it belongs to message.");
        }
        int limit = request.number("limit", TraceQuery.DEFAULT_LIMIT, 1, TraceQuery.MAX_LIMIT);
        TraceReport report = traces.ask(
                new TraceQuery(subject, chat, limit), request.caller().describe());
        return ApiEndpoint.Result.ok(describe(report));
    }

    private static TraceSubject subject(ApiRequest request) throws BadArgumentException {
        List<TraceSubject> subjects = new ArrayList<>(1);
        for (TraceSubject.Kind kind : TraceSubject.Kind.values()) {
            Optional<String> id = request.parameter(kind.key());
            if (id.isPresent()) {
                try {
                    subjects.add(new TraceSubject(kind, id.get()));
                } catch (IllegalArgumentException e) {
                    throw new BadArgumentException("bad_" + kind.key(), e.getMessage() + ".");
                }
            }
        }
        if (subjects.size() != 1) {
            throw new BadArgumentException("bad_subject", "Send exactly one of user, message and chat.");
        }
        return subjects.get(0);
    }

    private ObjectNode describe(TraceReport report) {
        ObjectNode body = json.object();
        ArrayNode events = body.putArray("events");
        report.events().forEach(each -> describe(events.addObject(), each));
        body.put("left_out", report.leftOut()).put("recording_until", MessageEncoder.rfc3339(report.until()));
        report.nodes().answered().forEach(body.putArray("nodes")::add);
        report.nodes().missing().forEach(body.putArray("missing_nodes")::add);
        report.warnings().forEach(body.putArray("warnings")::add);
        return body;
    }

    private static void describe(ObjectNode body, TraceReport.Event event) {
        body.put("at", MessageEncoder.rfc3339(event.at()))
                .put("node", event.node())
                .put("what", event.what());
        with(body, "session_id", event.concerned().sessionId());
        with(body, "user_id", event.concerned().userId());
        with(body, "message_id", event.concerned().messageId());
        with(body, "detail", event.detail());
    }

    private static void with(ObjectNode body, String name, String text) {
        if (!text.isEmpty()) {
            body.put(name, text);
        }
    }
}
