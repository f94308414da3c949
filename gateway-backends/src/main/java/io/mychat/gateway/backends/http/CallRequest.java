package io.mychat.gateway.backends.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mychat.gateway.spi.backend.BackendCall;
import io.mychat.gateway.spi.backend.HttpVersion;
import io.mychat.gateway.spi.backend.ServiceSecret;
import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.time.Timestamp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A call as HTTP (protocol.md section 3); its attempts differ in server, deadline and signature only. */
public final class CallRequest {

    private final String path;
    private final byte[] body;
    private final Marks marks;

    /**
     * The headers that identify a call.
     *
     * @param idempotencyKey unique for each call
     */
    public record Marks(String idempotencyKey, TraceContext trace) {}

    public CallRequest(BackendCall call, BoundedJson json, Marks marks) {
        this.path = call.options().path().orElse("/messages/" + call.message().cmdId());
        this.body = json.write(generator -> write(generator, call, json));
        this.marks = marks;
    }

    /** The request of one attempt. */
    public HttpRequest to(URI server, HttpVersion version, List<ServiceSecret> secrets, Instant now, Duration left) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(server, path))
                .version(version(version))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header("X-Gateway-Deadline-Ms", Long.toString(Math.max(1, left.toMillis())))
                .header("Idempotency-Key", marks.idempotencyKey())
                .header("traceparent", marks.trace().traceparent())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!marks.trace().tracestate().isEmpty()) {
            request.header("tracestate", marks.trace().tracestate());
        }
        if (!secrets.isEmpty()) {
            request.header("X-Gateway-Signature", Signature.of(secrets, now, body));
        }
        return request.build();
    }

    /** The URL of a path on a server; the URL of the server may itself have a path. */
    public static URI at(URI server, String path) {
        String base = server.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    public static HttpClient.Version version(HttpVersion version) {
        return version == HttpVersion.HTTP_2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
    }

    private static void write(JsonGenerator out, BackendCall call, BoundedJson json) throws IOException {
        UnifiedMessage message = call.message();
        Optional<Session> session = call.session();
        out.writeStartObject();
        out.writeNumberField("cmd_id", message.cmdId());
        out.writeStringField("session_id", message.sessionId());
        out.writeStringField("user_id", message.userId());
        out.writeStringField(
                "device_id", session.map(known -> known.device().deviceId()).orElse(""));
        out.writeStringField("platform", message.platform());
        out.writeArrayFieldStart("roles");
        for (String role : session.map(known -> known.user().roles())
                .map(roles -> roles.stream().sorted().toList())
                .orElseGet(List::of)) {
            out.writeString(role);
        }
        out.writeEndArray();
        out.writeFieldName("data");
        if (json.isValue(message.data())) {
            out.writeRawValue(message.data());
        } else {
            out.writeString(message.data());
        }
        RequestId requestId = message.requestId();
        if (requestId != null) {
            out.writeFieldName("request_id");
            if (requestId.integer()) {
                out.writeRawValue(requestId.text());
            } else {
                out.writeString(requestId.text());
            }
        }
        out.writeStringField("timestamp", Timestamp.of(message.timestamp()));
        out.writeEndObject();
    }
}
