package io.mychat.gateway.client;

import static io.mychat.gateway.client.OutboxTest.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.client.data.Device;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // the state shows the outcome
class RequestsTest {

    private static final Command<String, String> STATUS =
            Command.of(5001, order -> Map.of("order", order), reply -> reply.text("status", "unknown"));

    @Test
    void aCommandOfYourOwnHasTypes() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        CompletableFuture<String> status = fixture.client.request(STATUS, "o-1");
        assertThat(socket.last(5001).object("data").fields()).isEqualTo(Map.of("order", "o-1"));
        socket.answer(5001, 200, Map.of("status", "on its way"));
        assertThat(status).isCompletedWithValue("on its way");
    }

    @Test
    void aRequestWaitsForAConnectionAndTheTimeoutCountsFromTheCall() {
        Fixture fixture = new Fixture();
        fixture.connect();
        CompletableFuture<String> early = fixture.client.request(STATUS, "o-1");
        CompletableFuture<String> late =
                fixture.client.request(STATUS, "o-2", RequestOptions.DEFAULT.withTimeoutMs(500));
        fixture.timers.advance(600);
        assertThat(failure(late).error()).isEqualTo(GatewayException.TIMEOUT);
        FakeSocket socket = fixture.grant("e1", 0, false);
        assertThat(socket.requests(5001)).hasSize(1);
        fixture.timers.advance(9_400);
        assertThat(failure(early).error()).isEqualTo(GatewayException.TIMEOUT);
    }

    @Test
    void onlyWhatMayBeRepeatedSurvivesTheConnection() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        CompletableFuture<String> once = fixture.client.request(STATUS, "o-1");
        CompletableFuture<List<Device>> devices = fixture.client.devices();
        socket.drop(1006);
        assertThat(failure(once).error()).isEqualTo(GatewayException.CONNECTION_LOST);
        socket = fixture.again();
        socket.answer(1004, 200, Map.of("devices", List.of(Map.of("platform", "web", "current", true), "rubbish")));
        assertThat(devices.join()).hasSize(1);
    }

    @Test
    void tooManyRequestsFailAtOnce() {
        Fixture fixture = new Fixture(builder -> builder.requests(new RequestSettings(10_000, 2)));
        FakeSocket socket = fixture.online();
        fixture.client.request(STATUS, "1");
        fixture.client.request(STATUS, "2");
        assertThat(failure(fixture.client.request(STATUS, "3")).error()).isEqualTo(GatewayException.TOO_MANY_REQUESTS);
        socket.answer(5001, 400, Map.of("error", "bad"));
        assertThat(fixture.client.request(STATUS, "3")).isNotDone();
    }

    @Test
    void aReplyThatCannotBeReadFails() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        CompletableFuture<Object> answer = fixture.client.request(
                Command.of(5001, question -> Map.of(), reply -> {
                    throw new IllegalStateException("unreadable");
                }),
                "");
        socket.answer(5001, 200, Map.of());
        assertThat(failure(answer).error()).isEqualTo(GatewayException.INVALID_DATA);
    }

    @Test
    void logoutForgetsEverythingEvenWhenItFails() {
        MemoryStore store = new MemoryStore();
        Fixture fixture = new Fixture(builder -> builder.store(store));
        FakeSocket socket = fixture.online();
        assertThat(store.text).isNotNull();
        CompletableFuture<Void> logout = fixture.client.logout();
        socket.answer(1003, 503, Map.of("error", "store_unreachable"));
        assertThat(failure(logout).code()).isEqualTo(503);
        assertThat(store.text).isNull();
        assertThat(fixture.client.state()).isEqualTo(new ClientState.Stopped(StopReason.LOGGED_OUT, null));
    }

    @Test
    void numbersOfCommandsAreChecked() {
        assertThatThrownBy(() -> Command.of(0, question -> Map.of(), reply -> reply))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chatsHaveIdsThatNoNameImitates() {
        assertThat(GatewayClient.chatIdOf("bob", "alice")).isEqualTo("dm:alice:bob");
        assertThat(GatewayClient.chatIdOf("a b*~é", "x:y")).isEqualTo("dm:a%20b%2A~%C3%A9:x%3Ay");
    }
}
