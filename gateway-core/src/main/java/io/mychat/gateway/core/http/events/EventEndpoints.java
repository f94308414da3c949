package io.mychat.gateway.core.http.events;

import com.fasterxml.jackson.databind.node.IntNode;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.http.Access;
import io.mychat.gateway.core.http.ApiEndpoint;
import io.mychat.gateway.core.http.ApiError;
import io.mychat.gateway.core.http.ApiRequest;
import io.mychat.gateway.core.http.Caller;
import io.mychat.gateway.core.http.Endpoint;
import io.mychat.gateway.core.http.EndpointGroup;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.auth.TokenClaims;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.ConnectionListener;
import io.mychat.gateway.spi.transport.HttpAdmission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The calls of clients whose network breaks WebSocket: a stream of events, and requests with messages. Thread-safe. */
public final class EventEndpoints implements EndpointGroup, MetricSource {

    private static final String KEY = "X-Session-Key";
    private static final String PATH = "/events";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final boolean isOn;
    private final EventSettings settings;
    private final EventStreams streams;
    private final EventTickets tickets;
    private final Json json;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * @param live the configuration in effect; what needs a restart is read once
     * @param secrets makes keys and tickets that nobody guesses
     */
    public EventEndpoints(
            ConnectionListener listener,
            Supplier<GatewayConfig> live,
            Supplier<String> secrets,
            Json json,
            TimeSource time) {
        GatewayConfig config = live.get();
        this.json = json;
        this.isOn = config.server().events().eventsEnabled();
        this.settings = new EventSettings(
                () -> live.get().server().events(),
                config.server().maxMessageBytes(),
                config.processing().maxOutboundBytes(),
                new EventSettings.Timeouts(
                        config.server().ping(), config.server().closeTimeout()),
                json,
                time);
        this.streams = new EventStreams(listener, settings, secrets);
        this.tickets = new EventTickets(settings.live(), secrets, time);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.stream(PATH, Access.OPTIONAL_BEARER, this::open),
                Endpoint.later(PATH, Access.ANYONE, "Messages", "MessagesTaken", new Messages()),
                Endpoint.delete(PATH, Access.ANYONE, "EventsLeft", this::leave),
                Endpoint.post(PATH + "/ticket", Access.BEARER, "EventTicketRequest", "EventTicket", this::ticket));
    }

    private void refuseWhenOff() throws ApiError {
        if (!isOn) {
            throw ApiError.of(
                    ErrorCode.NOT_FOUND,
                    "events_off",
                    "This gateway has no sessions over events (server.events_enabled).");
        }
    }

    private HttpAdmission open(ApiRequest request) throws ApiError, BadArgumentException {
        refuseWhenOff();
        Optional<String> shown = request.header("Last-Event-ID").filter(text -> !text.isEmpty());
        if (shown.isEmpty()) {
            shown = request.parameter("last_event_id");
        }
        Optional<EventId> from = shown.flatMap(EventId::parse);
        if (shown.isPresent() && from.isEmpty()) {
            throw new BadArgumentException("bad_last_event_id", "Last-Event-ID must be the id of an event.");
        }
        Optional<String> token = request.bearer();
        Optional<String> ticket = request.parameter("ticket");
        if (ticket.isPresent() && token.isEmpty()) {
            token = tickets.take(ticket.get());
            if (token.isEmpty()) {
                throw ApiError.unauthorized("ticket_invalid", "The ticket has been used, or has ended.");
            }
        }
        return streams.open(
                request.http(),
                token,
                new EventStreams.Opening(from, request.parameter("platform"), request.parameter("device_id")));
    }

    private EventConnection session(ApiRequest request) throws ApiError, BadArgumentException {
        refuseWhenOff();
        String key = request.header(KEY)
                .orElseThrow(() -> new BadArgumentException("session_key_required", KEY + " is required."));
        return streams.find(key).orElseThrow(EventEndpoints::noSession);
    }

    /** A request with messages. Its body is read only for the holder of a key. */
    private final class Messages implements Endpoint.LaterAction {

        @Override
        public void admit(ApiRequest head) throws ApiError, BadArgumentException {
            Object unused = session(head);
        }

        @Override
        public CompletionStage<ApiEndpoint.Result> begin(ApiRequest request) throws ApiError, BadArgumentException {
            return take(request);
        }
    }

    private CompletionStage<ApiEndpoint.Result> take(ApiRequest request) throws ApiError, BadArgumentException {
        EventConnection session = session(request);
        EnvelopeList messages = messages(request);
        waiting.incrementAndGet();
        return session.post(messages).thenCompose(outcome -> {
            waiting.decrementAndGet();
            outcome.ifPresent(known -> taken.add(known.taken()));
            try {
                return CompletableFuture.completedFuture(answer(outcome));
            } catch (ApiError e) {
                refused.increment();
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private EnvelopeList messages(ApiRequest request) throws BadArgumentException {
        EnvelopeList messages = EnvelopeList.of(request.http().body())
                .orElseThrow(() -> new BadArgumentException(
                        "not_json", "The body must be a message, or an array of messages, in UTF-8."));
        int most = settings.limits().maxEventPostMessages();
        if (messages.size() > most) {
            throw new BadArgumentException("too_many_messages", "A request has at most " + most + " messages.");
        }
        return messages;
    }

    private ApiEndpoint.Result answer(Optional<Post.Outcome> outcome) throws ApiError {
        if (outcome.isEmpty()) {
            throw ApiError.later(
                    ErrorCode.TOO_MANY_REQUESTS,
                    "too_many_posts",
                    "Too many requests of this session wait; send the next one after an answer.",
                    RETRY);
        }
        IntNode count = IntNode.valueOf(outcome.get().taken());
        return switch (outcome.get().ending()) {
            case TAKEN -> ApiEndpoint.Result.ok(json.object().put("accepted", count.intValue()));
            case NO_ROOM ->
                throw ApiError.later(
                                ErrorCode.TOO_MANY_REQUESTS,
                                "session_busy",
                                "The session had no room for the rest of the messages.",
                                RETRY)
                        .with("accepted", count);
            case SESSION_ENDED -> throw noSession().with("accepted", count);
        };
    }

    private ApiEndpoint.Result leave(ApiRequest request) throws ApiError, BadArgumentException {
        session(request).leave();
        return ApiEndpoint.Result.ok(json.object().put("status", "left"));
    }

    private ApiEndpoint.Result ticket(ApiRequest request) throws ApiError {
        refuseWhenOff();
        TokenClaims claims = ((Caller.User) request.caller()).claims();
        String ticket = tickets.issue(
                        new EventTickets.Owner(claims.user().userId(), String.valueOf(claims.device())),
                        request.bearer().orElseThrow())
                .orElseThrow(() -> ApiError.later(
                        ErrorCode.SERVICE_UNAVAILABLE, "too_many_tickets", "Too many tickets are unused.", RETRY));
        return ApiEndpoint.Result.ok(json.object()
                .put("ticket", ticket)
                .put("expires_in", settings.limits().eventTicket().toSeconds()));
    }

    private static ApiError noSession() {
        return ApiError.of(
                ErrorCode.NOT_FOUND,
                "session_not_found",
                "This node has no session with this key: open a stream again, and resume.");
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                Metric.gauge(
                        "event_streams",
                        "Connections over server-sent events; the others are WebSockets.",
                        streams.size()),
                Metric.gauge(
                        "event_streams_limit",
                        "Most connections over server-sent events.",
                        settings.limits().maxEventStreams()),
                Metric.gauge(
                        "event_streams_without_token",
                        "Of these, the ones that were opened without a token.",
                        streams.withoutToken()),
                Metric.gauge(
                        "event_streams_without_token_limit",
                        "Most connections over server-sent events that were opened without a token.",
                        settings.limits().maxEventStreamsWithoutToken()),
                Metric.counter("event_streams_refused_total", "Streams refused at the bound: 503.", streams.refused()),
                Metric.gauge(
                        "event_posts_waiting",
                        "Requests with messages that wait until their session has room.",
                        waiting.get()),
                Metric.gauge(
                        "event_posts_limit",
                        "Most waiting requests with messages of one session.",
                        settings.limits().maxEventPosts()),
                Metric.counter("event_messages_total", "Messages that sessions took from requests.", taken.sum()),
                Metric.counter(
                        "event_posts_refused_total",
                        "Requests with messages that were not taken whole: 404 and 429.",
                        refused.sum()),
                Metric.gauge("event_tickets", "Unused tickets for streams.", tickets.size()),
                Metric.gauge(
                        "event_tickets_limit",
                        "Most unused tickets for streams.",
                        settings.limits().maxEventTickets()));
    }
}
