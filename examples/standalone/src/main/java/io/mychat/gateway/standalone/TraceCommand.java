package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.spi.event.LogText;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a running gateway where a message is, or what a user sees. */
@Command(
        name = "trace",
        description =
                "Asks a running gateway what happens to a user, a message or a chat, on all nodes. The first question"
                        + " makes them record it for a while and shows what the store knows; later ones show what was recorded. Exit"
                        + " code 0: there is an answer; 1: the gateway refuses, or does not answer.",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    private static final Duration PACE = Duration.ofSeconds(2);
    private static final String FROM_STORE = "store";

    /** What can be traced, as the HTTP API names it. */
    private static final Set<String> KINDS = Set.of("user", "message", "chat");

    @Mixin
    private final AdministratorCall administrator = new AdministratorCall();

    @Parameters(index = "0", paramLabel = "KIND", description = "user, message or chat")
    private @Nullable String kind;

    @Parameters(index = "1", paramLabel = "ID", description = "a user id, a message_id or a chat_id")
    private @Nullable String id;

    @Option(names = "--in", paramLabel = "CHAT", description = "the chat_id of a message, where the store looks for it")
    private @Nullable String chat;

    @Option(names = "--limit", paramLabel = "N", description = "the newest N events (default: 1000)")
    private @Nullable Integer limit;

    @Option(names = "--follow", description = "shows new events until the recording ends")
    private boolean follow;

    @Option(names = "--json", description = "prints the answer as it is")
    private boolean json;

    private final Set<JsonNode> shown = new HashSet<>();
    private boolean asked;

    @Override
    public Integer call() throws InterruptedException {
        return administrator.run(() -> {
            follow(ask());
            return 0;
        });
    }

    /** Asks again until the recording is about to end: a question after its end would begin another one. */
    private void follow(Duration left)
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        long end = System.nanoTime() + left.minus(PACE).toNanos();
        while (follow && end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.sleep(Math.min(PACE.toNanos(), end - System.nanoTime()));
            Duration unused = ask();
        }
    }

    /** Asks once, and prints what is new. Returns how long the recording goes on. */
    private Duration ask()
            throws IOException, InterruptedException, PemException, GeneralSecurityException, RefusedException {
        HttpResponse<String> response = administrator.ask("/api/system/trace" + query());
        JsonNode answer = RefusedException.read(response.body());
        if (json) {
            administrator.out().println(response.body());
        } else {
            print(answer);
        }
        return left(answer.path("recording_until").asText(), response);
    }

    private String query() {
        if (!KINDS.contains(Objects.requireNonNull(kind))) {
            throw new IllegalArgumentException("KIND is user, message or chat, not '" + kind + "'");
        }
        StringBuilder query = new StringBuilder("?" + kind + "=" + encoded(id));
        if (chat != null) {
            query.append("&in=").append(encoded(chat));
        }
        return limit == null
                ? query.toString()
                : query.append("&limit=").append(limit).toString();
    }

    private static String encoded(@Nullable String text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }

    /** By the gateway's clock, which may differ from this one. */
    private static Duration left(String until, HttpResponse<String> response) {
        try {
            Instant now = response.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElseGet(Instant::now);
            return Duration.between(now, Instant.parse(until));
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private void print(JsonNode answer) {
        boolean first = !asked;
        asked = true;
        Set<JsonNode> all = new HashSet<>();
        for (JsonNode event : answer.path("events")) {
            all.add(event);
            // What the store knows has the time of the question.
            boolean isOld = !first && event.path("node").asText().equals(FROM_STORE);
            if (!isOld && !shown.contains(event)) {
                administrator.out().println(line(event));
            }
        }
        shown.clear();
        shown.addAll(all);
        if (first) {
            remarks(answer);
        }
    }

    private static String line(JsonNode event) {
        StringBuilder line = new StringBuilder();
        line.append(event.path("at").asText())
                .append(' ')
                .append(event.path("node").asText());
        line.append(' ').append(event.path("what").asText());
        for (String name : new String[] {"user_id", "session_id", "message_id"}) {
            if (event.has(name)) {
                line.append(' ')
                        .append(name.replace("_id", ""))
                        .append(' ')
                        .append(event.path(name).asText());
            }
        }
        if (event.has("detail")) {
            line.append(": ").append(event.path("detail").asText());
        }
        return LogText.escaped(line.toString());
    }

    private void remarks(JsonNode answer) {
        if (answer.path("left_out").asLong() > 0) {
            administrator.err().println(answer.path("left_out").asLong() + " older events are left out");
        }
        answer.path("missing_nodes")
                .forEach(node -> administrator.err().println("node " + escaped(node) + " has not answered"));
        answer.path("warnings").forEach(warning -> administrator.err().println("warning: " + escaped(warning)));
        if (chat == null && "message".equals(kind) && answer.path("events").isEmpty()) {
            administrator
                    .err()
                    .println("nothing is known of this message yet; the store finds it only in its chat: --in CHAT");
        }
        administrator.err().println("recorded until " + escaped(answer.path("recording_until")));
    }

    private static String escaped(JsonNode text) {
        return LogText.escaped(text.asText());
    }
}
