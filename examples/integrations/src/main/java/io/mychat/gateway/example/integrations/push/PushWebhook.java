package io.mychat.gateway.example.integrations.push;

import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.MessageUndelivered;
import io.mychat.gateway.spi.event.GatewayListener;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Posts a form with {@code user_id}, {@code from_user} and {@code message_id} to a push service, for each message that no device has
 * taken in time. The content stays in the gateway: the app fetches it when the notification wakes it up.
 *
 * <p>Never blocks. At most {@value #MAX_CALLS} calls are under way; what comes beyond, and what the service refuses, is counted and not
 * repeated. Thread-safe.
 */
public final class PushWebhook implements GatewayListener {

    private static final int MAX_CALLS = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI service;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Semaphore calls = new Semaphore(MAX_CALLS);
    private final LongAdder lost = new LongAdder();

    public PushWebhook(URI service) {
        this.service = service;
    }

    /** The events of single messages are made only for those who accept them. */
    @Override
    public boolean accepts(Class<? extends GatewayEvent> type) {
        return type.equals(MessageUndelivered.class);
    }

    @Override
    public void onEvent(GatewayEvent event) {
        if (!(event instanceof MessageUndelivered undelivered)) {
            return;
        }
        if (!calls.tryAcquire()) {
            lost.increment();
            return;
        }
        var unused = client.sendAsync(request(undelivered.message()), BodyHandlers.discarding())
                .whenComplete((response, failure) -> {
                    calls.release();
                    if (failure != null || response.statusCode() / 100 != 2) {
                        lost.increment();
                    }
                });
    }

    /** Messages that the push service does not know of. */
    public long lost() {
        return lost.sum();
    }

    private HttpRequest request(ChatMessage message) {
        String form = "user_id=" + encode(message.toUser()) + "&from_user=" + encode(message.fromUser())
                + "&message_id=" + encode(message.messageId());
        return HttpRequest.newBuilder(service)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
