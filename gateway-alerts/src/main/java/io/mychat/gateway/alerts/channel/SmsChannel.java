package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.alert.AlertNotification;
import io.mychat.gateway.spi.alert.DeliveryOutcome;
import io.mychat.gateway.spi.alert.DeliveryOutcome.Delivered;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text messages over the HTTP interface of any provider: the configuration describes the request. */
final class SmsChannel implements AlertChannel {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(text|to|id)}");

    private final String name;
    private final SmsSettings settings;
    private final HttpPoster http;

    SmsChannel(String name, SmsSettings settings, HttpPoster http) {
        this.name = name;
        this.settings = settings;
        this.http = http;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeliveryOutcome send(AlertNotification notification, Duration timeout) throws InterruptedException {
        byte[] body = body(notification).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url().uri())
                .header("Content-Type", settings.request().format().contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        settings.request().headers().forEach((header, value) -> request.setHeader(header, value.value()));
        return http.post(settings.url(), request, timeout, this::outcome);
    }

    private String body(AlertNotification notification) {
        Map<String, String> values =
                Map.of("text", text(notification), "to", String.join(",", settings.to()), "id", notification.id());
        BodyFormat format = settings.request().format();
        return PLACEHOLDER
                .matcher(settings.request().body())
                .replaceAll(found -> Matcher.quoteReplacement(format.escape(values.getOrDefault(found.group(1), ""))));
    }

    /** The texts of the alerts where they fit, else the title. */
    private String text(AlertNotification notification) {
        String body = notification.body().plain();
        if (body.codePointCount(0, body.length()) <= settings.maxCharacters()) {
            return body;
        }
        String title = notification.title().plain();
        return title.codePointCount(0, title.length()) <= settings.maxCharacters()
                ? title
                : title.substring(0, title.offsetByCodePoints(0, settings.maxCharacters() - 1)) + "…";
    }

    private DeliveryOutcome outcome(HttpAnswer answer) {
        String body = answer.body();
        for (Secret secret : settings.request().headers().values()) {
            body = body.replace(secret.value(), "…");
        }
        HttpAnswer shown = new HttpAnswer(answer.status(), body, answer.retryAfter());
        if (!answer.isSuccess()) {
            return shown.failure(settings.url());
        }
        // Providers answer 200 and say in the body what is wrong; whether it passes, only they know.
        return settings.success().map(answer.body()::contains).orElse(true)
                ? new Delivered(shown.shown(settings.url()))
                : new DeliveryOutcome.Failed(shown.shown(settings.url()), Optional.empty());
    }
}
