package io.mychat.gateway.core.trace;

import static io.mychat.gateway.core.trace.TraceFixture.SECRET;
import static io.mychat.gateway.core.trace.TraceFixture.ask;
import static io.mychat.gateway.core.trace.TraceFixture.call;
import static io.mychat.gateway.core.trace.TraceFixture.events;
import static io.mychat.gateway.core.trace.TraceFixture.receive;
import static io.mychat.gateway.core.trace.TraceFixture.send;
import static io.mychat.gateway.core.trace.TraceFixture.steps;
import static io.mychat.gateway.core.trace.TraceFixture.text;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.http.ApiContract;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.event.GatewayEvent.TraceRequested;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.trace.TraceQuery;
import io.mychat.gateway.spi.trace.TraceReport;
import io.mychat.gateway.spi.trace.Traces;
import io.mychat.gateway.spi.transport.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one node records when somebody asks, and what it tells of the past. */
class TraceTest {

    private final List<GatewayEvent> listened = new CopyOnWriteArrayList<>();
    private final TestGateway gateway = TestGateway.start(builder -> builder.listener(listened::add)
            .setting("trace.max_events", 40)
            .setting("trace.max_subjects", 2)
            .handler(9001, (message, context) -> Reply.ok("{\"echo\":\"" + SECRET + "\"}")));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aMessageIsFollowedFromItsSenderToTheAcknowledgement() {
        Guest bob = gateway.login("bob", "web", "b");
        Guest alice = gateway.login("alice", "ios", "a");
        ask(gateway, "chat=dm:alice:bob");

        String message = send(alice, "bob").text("message_id");
        receive(bob);

        JsonNode answer = ask(gateway, "message=" + message);
        assertThat(steps(answer)).containsSubsequence("accepted", "stored", "handed_on", "delivered", "acknowledged");
        JsonNode delivered = events(answer, "delivered").get(0);
        assertThat(delivered.path("session_id").asText())
                .isEqualTo(gateway.sessionsOf("bob").get(0).id());
        assertThat(delivered.path("message_id").asText()).isEqualTo(message);
        assertThat(delivered.path("user_id").asText()).isEqualTo("bob");
        assertThat(delivered.path("detail").asText()).isEqualTo("inbox_seq 1 of bob");
        assertThat(delivered.path("at").asText()).hasSize(24);
        assertThat(events(answer, "stored")).hasSize(1);
        assertThat(answer.path("nodes")).hasSize(1);
        assertThat(answer.path("missing_nodes")).isEmpty();
    }

    @Test
    void nothingIsRecordedBeforeSomebodyAsks() {
        Guest bob = gateway.login("bob", "web", "b");
        send(gateway.login("alice", "ios", "a"), "bob");
        receive(bob);

        JsonNode answer = ask(gateway, "user=bob");

        assertThat(events(answer))
                .extracting(event -> event.path("node").asText())
                .containsOnly("store");
        assertThat(metric("mychat_trace_events_recorded_total")).isEqualTo("0.0");
    }

    @Test
    void theStoreTellsWhatWasBefore() {
        Guest bob = gateway.login("bob", "web", "b");
        Guest alice = gateway.login("alice", "ios", "a");
        String message = send(alice, "bob").text("message_id");
        receive(bob);
        Guest silent = gateway.login("bob", "ios", "c");
        assertThat(events(ask(gateway, "chat=dm:alice:bob"), "not_acknowledged"))
                .extracting(event -> event.path("session_id").asText())
                .containsExactlyInAnyOrderElementsOf(Stream.of("alice", "bob")
                        .flatMap(user -> gateway.sessionsOf(user).stream())
                        .filter(session -> session.device().platform().equals("ios"))
                        .map(Session::id)
                        .toList());
        silent.connection().close(1000);
        alice.connection().close(1000);
        await().until(() -> gateway.sessionsOf("alice").isEmpty()
                && gateway.sessionsOf("bob").size() == 1);

        JsonNode user = ask(gateway, "user=bob");
        assertThat(steps(user)).contains("online", "stored", "acknowledged").doesNotContain("delivered", "offline");
        assertThat(steps(ask(gateway, "user=carol"))).containsExactly("offline");
        assertThat(events(user, "acknowledged").get(0).path("detail").asText())
                .isEqualTo("up to inbox_seq 1 of 1, by web b; the newest message of this trace has 1");
        assertThat(events(user, "online").get(0).path("session_id").asText())
                .isEqualTo(gateway.sessionsOf("bob").get(0).id());
        JsonNode one = ask(gateway, "message=" + message + "&in=dm:alice:bob");
        assertThat(events(one, "stored").get(0).path("detail").asText())
                .isEqualTo("to bob, chat_seq 1, inbox_seq 1 of alice, inbox_seq 1 of bob");
        assertThat(events(one, "offline").get(0).path("user_id").asText()).isEqualTo("alice");
        assertThat(steps(ask(gateway, "chat=dm:alice:bob"))).contains("stored", "online", "offline");
        assertThat(events(ask(gateway, "message=" + message), "stored")).isEmpty();
    }

    @Test
    void aMessageBehindTheNewestFiftyHasItsPlace() {
        Guest alice = gateway.login("alice", "ios", "a");
        send(alice, "bob");
        String second = send(alice, "bob").text("message_id");
        for (int i = 0; i < StoreFacts.PAGE; i++) {
            send(alice, "bob");
        }

        JsonNode answer = ask(gateway, "message=" + second + "&in=dm:alice:bob");

        assertThat(events(answer, "stored").get(0).path("detail").asText()).isEqualTo("chat_seq 2");
    }

    @Test
    void loginsRefusalsKicksAndClosesOfAUserAreSeen() {
        ask(gateway, "user=alice");
        gateway.connect().client().login("alice", "wrong", "web", "a");
        Guest first = gateway.login("alice", "web", "a");
        gateway.login("alice", "web", "b");
        assertThat(first.client().closeCode()).isEqualTo(4410);
        Guest third = gateway.login("alice", "web", "b");
        third.request(7777, "{}");
        gateway.http.post(
                "/api/connections/kick", gateway.bearer("root"), "{\"user_id\":\"alice\",\"reason\":\"spam\"}");
        assertThat(third.client().closeCode()).isEqualTo(4410);
        // A client hears of its end before the listeners do.
        Awaitility.await()
                .until(() -> events(ask(gateway, "user=alice"), "offline").size() == 1
                        && events(ask(gateway, "user=alice"), "closed").size() == 3);

        JsonNode answer = ask(gateway, "user=alice");

        assertThat(events(answer, "login_refused").get(0).path("detail").asText())
                .isEqualTo("bad_credentials from 127.0.0.1");
        assertThat(events(answer, "logged_in")).hasSize(3);
        assertThat(events(answer, "kicked"))
                .extracting(event -> event.path("detail").asText())
                .anySatisfy(detail -> assertThat(detail).endsWith(", kicked"))
                .anySatisfy(detail -> assertThat(detail).endsWith(", spam"))
                .anySatisfy(detail -> assertThat(detail).startsWith("spam, by user root from"));
        assertThat(events(answer, "replaced")).hasSize(1);
        assertThat(events(answer, "closed"))
                .extracting(event -> event.path("detail").asText())
                .anySatisfy(detail -> assertThat(detail).endsWith("code 4410, kicked"))
                .anySatisfy(detail -> assertThat(detail).endsWith("code 4411, replaced"))
                .anySatisfy(detail -> assertThat(detail).endsWith("code 4410, spam"));
        assertThat(events(answer, "answered"))
                .extracting(event -> event.path("detail").asText())
                .contains("command 1001: 200, 0 ms", "command 7777: 404, unknown_command, 0 ms");
        assertThat(events(answer, "offline")).hasSize(1);
    }

    @Test
    void noAnswerHasContent() {
        ask(gateway, "user=alice");
        ask(gateway, "chat=dm:alice:bob");
        Guest bob = gateway.login("bob", "web", "b");
        Guest alice = gateway.login("alice", "web", "a");
        String message = send(alice, "bob").text("message_id");
        receive(bob);
        alice.request(9001, "{\"words\":\"" + SECRET + "\"}");
        gateway.http.post(
                "/api/messages/push",
                gateway.bearer("root"),
                "{\"user_id\":\"alice\",\"message\":{\"words\":\"" + SECRET + "\"}}");
        alice.client().next(4001);

        for (String query : List.of("user=alice", "chat=dm:alice:bob", "message=" + message)) {
            String answer = text(call(gateway, query));
            assertThat(answer).contains(message).doesNotContain(SECRET, TestGateway.PASSWORD, "words");
        }
        assertThat(steps(ask(gateway, "user=alice"))).contains("pushed", "answered");
        assertThat(listened.toString()).doesNotContain(SECRET);
    }

    @Test
    void aRecordingEndsByItself() {
        JsonNode first = ask(gateway, "user=alice");
        Instant until = Instant.parse(first.path("recording_until").asText());
        assertThat(until).isEqualTo(gateway.time.now().plus(Duration.ofMinutes(5)));
        gateway.login("alice", "web", "a");
        gateway.advance(Duration.ofMinutes(1));
        assertThat(ask(gateway, "user=alice").path("recording_until").asText())
                .isEqualTo(first.path("recording_until").asText());
        assertThat(metric("mychat_trace_subjects")).isEqualTo("1.0");

        gateway.advance(Duration.ofMinutes(4));
        assertThat(metric("mychat_trace_subjects")).isEqualTo("0.0");
        gateway.login("alice", "web", "b");
        // The first login and its answer.
        assertThat(metric("mychat_trace_events_recorded_total")).isEqualTo("2.0");
        assertThat(metric("mychat_trace_events")).isEqualTo("2.0");
        gateway.advance(Duration.ofMinutes(11));
        assertThat(metric("mychat_trace_events")).isEqualTo("0.0");
    }

    @Test
    void theNewestEventsAreKept() {
        ask(gateway, "user=alice");
        Guest alice = gateway.login("alice", "web", "a");
        for (int i = 0; i < 60; i++) {
            alice.request(9001, "{}");
        }
        alice.request(7777, "{}");

        assertThat(metric("mychat_trace_events")).isEqualTo("40.0");
        assertThat(metric("mychat_trace_events_overwritten_total")).isEqualTo("23.0");
        JsonNode answer = ask(gateway, "user=alice&limit=7");
        assertThat(events(answer)).hasSize(7);
        assertThat(answer.path("left_out").intValue()).isEqualTo(35);
        assertThat(text(call(gateway, "user=alice"))).contains("command 7777");
    }

    @Test
    void oneSubjectTooManyEndsTheOneThatEndsFirst() {
        ask(gateway, "user=alice");
        gateway.advance(Duration.ofSeconds(1));
        ask(gateway, "user=bob");
        ask(gateway, "user=carol");
        gateway.login("alice", "web", "a");
        gateway.login("bob", "web", "b");

        assertThat(metric("mychat_trace_subjects")).isEqualTo("2.0");
        assertThat(steps(ask(gateway, "user=bob"))).contains("logged_in");
        assertThat(steps(ask(gateway, "user=alice"))).contains("online").doesNotContain("logged_in");
    }

    @Test
    void heartbeatsDriveNothingOut() {
        ask(gateway, "user=alice");
        Guest alice = gateway.login("alice", "web", "a");
        for (int i = 0; i < 60; i++) {
            alice.request(3001, "{}");
        }

        assertThat(text(call(gateway, "user=alice"))).contains("logged_in").doesNotContain("3001");
    }

    @Test
    void everyQuestionIsAudited() {
        ask(gateway, "user=alice");
        ask(gateway, "chat=dm:alice:bob");

        List<TraceRequested> asked = listened.stream()
                .filter(TraceRequested.class::isInstance)
                .map(TraceRequested.class::cast)
                .toList();
        assertThat(asked).extracting(TraceRequested::kind).containsExactly("user", "chat");
        assertThat(asked.get(0).by()).startsWith("user root from ");
        assertThat(asked.get(0).id()).isEqualTo("alice");
    }

    @Test
    void theHostAsksWithoutHttp() throws Exception {
        Traces traces = gateway.server.traces();
        traces.ask(TraceQuery.ofUser("bob"));
        Guest bob = gateway.login("bob", "web", "b");
        String message = send(gateway.login("alice", "ios", "a"), "bob").text("message_id");
        receive(bob);

        TraceReport report = traces.askAsync(TraceQuery.ofMessage(message))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(report.events())
                .extracting(TraceReport.Event::what)
                .containsSubsequence("accepted", "stored", "handed_on", "delivered", "acknowledged");
        assertThat(report.events())
                .filteredOn(event -> event.what().equals("delivered"))
                .extracting(event -> event.concerned().sessionId())
                .containsExactly(gateway.sessionsOf("bob").get(0).id());
        assertThat(report.toString()).doesNotContain(SECRET);
        assertThat(report.nodes().missing()).isEmpty();
        assertThat(traces.ask(TraceQuery.ofMessage(message)
                                .in(ChatId.between("alice", "bob"))
                                .limit(1))
                        .leftOut())
                .isPositive();
        assertThat(listened)
                .filteredOn(TraceRequested.class::isInstance)
                .extracting(asked -> ((TraceRequested) asked).by())
                .containsExactly("host application", "host application", "host application");
        assertThatThrownBy(() -> TraceQuery.ofUser("a\nb")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyAdministratorsMayAsk() {
        assertThat(gateway.http.get("/api/system/trace?user=bob", Map.of()).status())
                .isEqualTo(401);
        assertThat(gateway.http
                        .get("/api/system/trace?user=bob", gateway.bearer("alice"))
                        .status())
                .isEqualTo(403);
        assertThat(metric("mychat_trace_subjects")).isEqualTo("0.0");
    }

    @Test
    void malformedQuestionsAreRefused() {
        Map<String, String> admin = gateway.bearer("root");
        Map<String, String> errors = Map.ofEntries(
                entry("", "bad_subject"),
                entry("user=a&chat=dm:a:b", "bad_subject"),
                entry("user=a&user=b", "bad_user"),
                entry("user=", "bad_user"),
                entry("user=a%0Ab", "bad_user"),
                entry("message=a%20b", "bad_message"),
                entry("chat=alice", "bad_chat"),
                entry("chat=dm:b:a", "bad_chat"),
                entry("message=m&in=x", "bad_in"),
                entry("user=a&in=dm:a:b", "bad_in"),
                entry("user=a&limit=0", "bad_limit"));
        errors.forEach((query, error) -> {
            HttpResponse response = gateway.http.get("/api/system/trace?" + query, admin);

            assertThat(response.status()).as(query).isEqualTo(400);
            assertThat(ApiContract.json(response).path("error").asText())
                    .as(query)
                    .isEqualTo(error);
        });
        assertThat(metric("mychat_trace_subjects")).isEqualTo("0.0");
    }

    private String metric(String name) {
        String all = text(gateway.http.get("/api/system/metrics", Map.of("Accept", "text/plain")));
        return all.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.toString(Double.parseDouble(line.substring(name.length() + 1))))
                .findFirst()
                .orElseThrow();
    }
}
