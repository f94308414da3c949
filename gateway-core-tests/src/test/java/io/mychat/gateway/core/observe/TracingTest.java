package io.mychat.gateway.core.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.backend.BackendOutcome;
import io.mychat.gateway.spi.event.TraceContext;
import io.mychat.gateway.spi.event.Tracer.Operation;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestConnection;
import io.mychat.gateway.testkit.TestHandshake;
import io.mychat.gateway.testkit.backend.InMemoryBackendServices;
import io.mychat.gateway.testkit.event.RecordingTracer;
import io.mychat.gateway.testkit.event.RecordingTracer.Recorded;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The spans of a whole gateway. */
class TracingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    private final RecordingTracer tracer = new RecordingTracer();
    private final InMemoryBackendServices backends = new InMemoryBackendServices(new BackendOutcome.Answered("{}"));
    private final TestGateway gateway = TestGateway.start(builder -> builder.tracer(tracer)
            .backends(backends)
            .setting("services.orders.servers", List.of("http://127.0.0.1:1"))
            .setting("routes.6000-6099.service", "orders")
            .setting("security.ip_deny", List.of("192.0.2.0/24"))
            .handler(9001, (message, context) -> {
                throw new IllegalStateException("a fault");
            })
            .handler(9002, (message, context) -> Reply.ok()));

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Recorded command(String name) {
        await().until(() -> tracer.ended(Operation.COMMAND).stream()
                .anyMatch(span -> span.name().equals(name)));
        return tracer.ended(Operation.COMMAND).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aHandshakeIsPartOfItsClientsTrace() {
        gateway.sockets.connect(TestHandshake.plain().with("traceparent", PARENT));

        Recorded handshake = tracer.ended(Operation.HANDSHAKE).get(0);
        assertThat(handshake.trace()).isEqualTo(TRACE);
        assertThat(handshake.parent()).isEqualTo(SPAN);
        assertThat(handshake.error()).isEmpty();
    }

    @Test
    void aRefusedHandshakeIsAFailedSpan() {
        gateway.handshakeStatus(TestHandshake.plain().from("192.0.2.7"));

        Recorded handshake = tracer.ended(Operation.HANDSHAKE).get(0);
        assertThat(handshake.error()).isEqualTo("refused");
        assertThat(handshake.attributes()).containsEntry("http.response.status_code", "403");
    }

    @Test
    void aCommandIsATraceOfItsOwnThatIsLinkedToTheHandshake() {
        TestConnection connection =
                gateway.sockets.connect(TestHandshake.plain().with("traceparent", PARENT));
        TestClient.over(connection).login("alice", TestGateway.PASSWORD, "web", "d-1");

        Recorded login = command("1001");
        assertThat(login.trace()).isNotEqualTo(TRACE);
        assertThat(login.parent()).isEmpty();
        assertThat(login.links())
                .containsExactly(tracer.ended(Operation.HANDSHAKE).get(0).id());
        assertThat(login.attributes()).containsEntry("mychat.code", "200").containsEntry("mychat.command", "1001");
    }

    @Test
    void theStoreCallsOfACommandAreInsideOfIt() {
        gateway.login("alice", "web", "d-1");

        Recorded login = command("1001");
        List<Recorded> calls = tracer.ended(Operation.STORE_CALL);
        assertThat(calls).extracting(Recorded::name).contains("sessions.login", "tokens.open");
        assertThat(calls).extracting(Recorded::parent).containsOnly(login.id());
        assertThat(calls).extracting(Recorded::trace).containsOnly(login.trace());
    }

    @Test
    void aServiceGetsTheTraceOfItsCall() {
        gateway.login("alice", "web", "d-1").request(6001, "{}");

        Recorded call = tracer.ended(Operation.BACKEND_CALL).get(0);
        assertThat(call.name()).isEqualTo("orders");
        assertThat(call.parent()).isEqualTo(command("6000-6099").id());
        assertThat(backends.calls().get(0).trace().map(TraceContext::traceparent))
                .contains("00-" + call.trace() + "-" + call.id() + "-01");
    }

    @Test
    void aDeliveryIsATraceOfItsOwnThatIsLinkedToTheSenders() {
        Guest bob = gateway.login("bob", "web", "d-2");
        Guest alice = gateway.login("alice", "web", "d-1");

        alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\",\"client_msg_id\":\"1\"}");
        bob.client().next(2003);

        Recorded sent = command("2001");
        await().until(() -> !tracer.ended(Operation.DELIVERY).isEmpty());
        Recorded delivered = tracer.ended(Operation.DELIVERY).get(0);
        assertThat(delivered.trace()).isNotEqualTo(sent.trace());
        assertThat(delivered.links()).containsExactly(sent.id());
        assertThat(delivered.attributes()).containsKeys("messaging.message.id", "mychat.session_id");
    }

    @Test
    void aFailedHandlerIsAFailedSpanAndImmediateCommandsHaveOne() {
        Guest alice = gateway.login("alice", "web", "d-1");
        alice.request(9001, "{}");
        alice.request(3001, "{}");

        assertThat(command("9001").error()).isEqualTo("internal_server_error");
        assertThat(command("3001").error()).isEmpty();
    }

    @Test
    void whatNoHandlerGetsHasNoSpan() {
        Guest alice = gateway.login("alice", "web", "d-1");
        alice.request(7777, "{}");
        alice.request(9002, "{}");

        command("9002");
        assertThat(tracer.ended(Operation.COMMAND)).extracting(Recorded::name).containsExactly("1001", "9002");
    }

    @Test
    void anHttpRequestIsPartOfItsCallersTrace() {
        gateway.http.post(
                "/api/auth/login",
                Map.of("traceparent", PARENT),
                "{\"username\":\"alice\",\"password\":\"" + TestGateway.PASSWORD + "\",\"platform\":\"web\"}");

        Recorded request = tracer.ended(Operation.HTTP_REQUEST).get(0);
        assertThat(request.name()).isEqualTo("POST /api/auth/login");
        assertThat(request.trace()).isEqualTo(TRACE);
        assertThat(request.parent()).isEqualTo(SPAN);
        assertThat(request.attributes()).containsEntry("http.response.status_code", "200");
        assertThat(tracer.ended(Operation.STORE_CALL)).isNotEmpty();
        assertThat(tracer.ended(Operation.STORE_CALL))
                .extracting(Recorded::parent)
                .containsOnly(request.id());
    }

    @Test
    void noSpanHasASecretOrContent() {
        Guest alice = gateway.login("alice", "web", "d-1");
        alice.request(2001, "{\"to_user\":\"alice\",\"content\":\"a secret\",\"client_msg_id\":\"1\"}");
        command("2001");

        assertThat(tracer.ended().toString()).doesNotContain(TestGateway.PASSWORD, "a secret");
    }
}
