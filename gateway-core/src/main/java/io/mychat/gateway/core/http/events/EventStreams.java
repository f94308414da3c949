package io.mychat.gateway.core.http.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.codec.Sha256;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.HandshakeDecision;
import io.mychat.gateway.spi.transport.HttpAdmission;
import io.mychat.gateway.spi.transport.HttpRequest;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The open streams of this node. A stream is admitted as a WebSocket is, and is found by the key that only its client was
 * told; keys are kept as digests. Thread-safe.
 */
final class EventStreams implements EventConnection.Owner {

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "text/event-stream",
            "Cache-Control", "no-store, no-transform",
            "X-Accel-Buffering", "no",
            "X-Content-Type-Options", "nosniff");

    private final Map<String, EventConnection> byDigest = new ConcurrentHashMap<>();
    private final Map<EventConnection, String> digests = new ConcurrentHashMap<>();
    private final StreamPlaces places;
    private final LongAdder refused = new LongAdder();
    private final ConnectionListener listener;
    private final EventSettings settings;
    private final Supplier<String> keys;

    /**
     * @param listener admits streams and takes them over
     * @param keys makes keys that nobody guesses
     */
    EventStreams(ConnectionListener listener, EventSettings settings, Supplier<String> keys) {
        this.listener = listener;
        this.settings = settings;
        this.keys = keys;
        this.places = new StreamPlaces(settings.live());
    }

    /** What a client says when it opens a stream, besides its token. */
    record Opening(Optional<EventId> from, Optional<String> platform, Optional<String> deviceId) {}

    /**
     * Admits a stream.
     *
     * @param token an access token, with which the session is bound; empty: its client logs in by a message
     */
    HttpAdmission open(HttpRequest head, Optional<String> token, Opening opening) throws ApiError {
        if (!places.take(token.isPresent())) {
            refused.increment();
            throw ApiError.later(
                    ErrorCode.SERVICE_UNAVAILABLE, "at_capacity", "All streams of events are taken.", RETRY);
        }
        EventHandshake handshake = new EventHandshake(head);
        boolean accepted = false;
        try {
            HandshakeDecision decision = listener.onHandshake(handshake);
            accepted = decision instanceof HandshakeDecision.Accept;
            if (decision instanceof HandshakeDecision.Refuse refusal) {
                return new HttpAdmission.Answer(answer(refusal));
            }
        } finally {
            if (!accepted) {
                places.free(token.isPresent());
            }
        }
        Optional<EnvelopeList> login = token.flatMap(shown -> EnvelopeList.of(login(shown, opening)));
        return new HttpAdmission.Stream(200, HEADERS, new EventConnection(handshake, listener, settings, this, login));
    }

    private static HttpResponse answer(HandshakeDecision.Refuse refusal) {
        Map<String, String> headers =
                new TreeMap<>(Map.of("Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store"));
        Duration retry = refusal.retryAfter();
        if (retry != null) {
            headers.put(
                    "Retry-After",
                    Long.toString(Math.max(1, retry.plusMillis(999).toSeconds())));
        }
        return new HttpResponse(refusal.status(), headers, refusal.body().getBytes(StandardCharsets.UTF_8));
    }

    /** The client's own 1002, with its rules and its answer. */
    private byte[] login(String token, Opening opening) {
        ObjectNode message = settings.json().object().put("cmd_id", Command.TOKEN_VERIFY.number());
        opening.platform().ifPresent(platform -> message.put("platform", platform));
        ObjectNode data = message.putObject("data").put("token", token);
        opening.deviceId().ifPresent(device -> data.put("device_id", device));
        opening.from()
                .ifPresent(from ->
                        data.putObject("resume").put("epoch", from.epoch()).put("last_seq", from.lastSeq()));
        return settings.json().writeBytes(message);
    }

    @Override
    public String opened(EventConnection connection) {
        String key = keys.get();
        String digest = Sha256.hex(key);
        digests.put(connection, digest);
        byDigest.put(digest, connection);
        return key;
    }

    @Override
    public void ended(EventConnection connection) {
        places.free(connection.hadToken());
        String digest = digests.remove(connection);
        if (digest != null) {
            byDigest.remove(digest);
        }
    }

    /** The session with this key; empty when it has ended, or is another node's. */
    Optional<EventConnection> find(String key) {
        return Optional.ofNullable(byDigest.get(Sha256.hex(key)));
    }

    int size() {
        return places.taken();
    }

    /** Streams that were opened without a token. */
    int withoutToken() {
        return places.withoutToken();
    }

    /** Streams that were refused at the bound. */
    long refused() {
        return refused.sum();
    }
}
