package io.mychat.gateway.core.observe;

import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The traces of deliveries: each is a trace of its own, linked to the span that has stored the message on this gateway.
 * Messages of other gateways have no link; both spans name the message. Thread-safe: this object's lock guards what is
 * remembered. Without a tracer nothing is.
 */
public final class MessageTraces implements MetricSource {

    private final Tracer tracer;
    private final int most;
    private final Map<String, TraceContext> senders = new LinkedHashMap<>();

    /** @param most of how many messages the span is remembered; the oldest is forgotten first */
    public MessageTraces(Tracer tracer, int most) {
        this.tracer = tracer;
        this.most = most;
    }

    /** The span that is active on this thread is about to store a message. */
    public void sending(String messageId) {
        TraceContext sender = tracer.current();
        if (sender == null) {
            return;
        }
        synchronized (senders) {
            senders.put(messageId, sender);
            if (senders.size() > most) {
                senders.remove(senders.keySet().iterator().next());
            }
        }
    }

    /** Starts the span of a delivery to one session. */
    public Tracer.Span deliver(String messageId, String sessionId) {
        if (tracer == Tracer.NONE) {
            return Tracer.NONE.begin(Tracer.Operation.DELIVERY, "", null);
        }
        TraceContext sender;
        synchronized (senders) {
            sender = senders.get(messageId);
        }
        Tracer.Span span = tracer.begin(Tracer.Operation.DELIVERY, "2003", sender);
        span.attribute("messaging.message.id", messageId);
        span.attribute("mychat.session_id", sessionId);
        return span;
    }

    @Override
    public List<Metric> metrics() {
        int size;
        synchronized (senders) {
            size = senders.size();
        }
        return List.of(
                Metric.gauge("traced_messages", "Messages whose sender's span is remembered for deliveries.", size),
                Metric.gauge("traced_messages_limit", "Most messages whose sender's span is remembered.", most));
    }
}
