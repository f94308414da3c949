package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.DeliveryOutcome;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Posts to the services of channels; follows no redirects. Its client, and with it TLS, is made for the first post: many gateways
 * have no channel. Thread-safe: this object's lock guards that.
 */
final class HttpPoster {

    static final int MAX_ANSWER = 16_384;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private @Nullable HttpClient client;

    private synchronized HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            client = made;
        }
        return made;
    }

    /**
     * Posts and waits for the answer.
     *
     * @param url what is shown of it in a failure
     * @param onAnswer makes an outcome of any answer
     */
    DeliveryOutcome post(
            TargetUrl url,
            HttpRequest.Builder request,
            Duration timeout,
            Function<HttpAnswer, DeliveryOutcome> onAnswer)
            throws InterruptedException {
        CompletableFuture<HttpResponse<String>> running =
                client().sendAsync(request.build(), info -> new LimitedBody(MAX_ANSWER));
        try {
            HttpResponse<String> response = running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return onAnswer.apply(new HttpAnswer(response.statusCode(), response.body(), retryAfter(response)));
        } catch (TimeoutException e) {
            return new DeliveryOutcome.Failed(url + " did not answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new DeliveryOutcome.Failed(url + " does not answer: " + reason(url, e.getCause()));
        } finally {
            running.cancel(true); // ends the request, too; its own timeout would not cover the body
        }
    }

    static HttpRequest.Builder json(TargetUrl url, byte[] body) {
        return HttpRequest.newBuilder(url.uri())
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    static HttpRequest.Builder with(HttpRequest.Builder request, Map<String, String> headers) {
        headers.forEach(request::setHeader);
        return request;
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(pause -> pause.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : pause);
    }

    private static String reason(TargetUrl url, @Nullable Throwable failure) {
        if (failure == null) {
            return "unknown reason";
        }
        if (failure instanceof ConnectException && failure.getMessage() == null) {
            return "no connection";
        }
        String message = failure.getMessage() == null ? "" : " " + url.quoted(failure.getMessage());
        return failure.getClass().getSimpleName() + message;
    }
}
