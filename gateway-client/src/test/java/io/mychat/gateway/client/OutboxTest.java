package io.mychat.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mychat.gateway.client.data.JsonObject;
import io.mychat.gateway.client.data.Outgoing;
import io.mychat.gateway.client.data.Sent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // the state shows the outcome
class OutboxTest {

    @Test
    void aMessageIsSentAgainWithItsIdUntilItIsAnswered() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        CompletableFuture<Sent> sent = fixture.client.send("bob", "hi");
        socket.drop(1006);
        socket = fixture.again();
        assertThat(socket.last(2001).object("data").text("client_msg_id")).isEqualTo("id-1");
        socket.answer(2001, 200, Fixture.sentAs("m-7"));
        assertThat(sent).isCompletedWithValueMatching(reply -> reply.messageId().equals("m-7"));
        assertThat(fixture.client.unsent()).isEmpty();
    }

    @Test
    void messagesToOneUserLeaveOneAfterTheOther() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        fixture.client.send("bob", "1");
        fixture.client.send("bob", "2");
        fixture.client.send("carol", "3");
        assertThat(contents(socket)).containsExactly("1", "3");
        socket.answer(2001, 200, Fixture.sentAs("m-3"));
        assertThat(contents(socket)).containsExactly("1", "3");
    }

    @Test
    void tooFastAndNotNowAreWaitedFor() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        CompletableFuture<Sent> sent = fixture.client.send("bob", "hi");
        socket.answer(2001, 429, Map.of("error", "rate", "retry_after_ms", 3_000));
        fixture.timers.advance(2_999);
        assertThat(socket.requests(2001)).hasSize(1);
        fixture.timers.advance(1);
        socket.answer(2001, 503, Map.of("error", "overloaded", "retry_after_ms", Long.MAX_VALUE));
        fixture.timers.advance(86_399_000);
        assertThat(socket.requests(2001)).hasSize(2);
        assertThat(sent).isNotDone();
    }

    @Test
    void aCopyWaitsForTheAnswerOfTheRepetitionAndNotNowIsNone() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        fixture.client.send("bob", "hi");
        socket.drop(1006);
        socket = fixture.again();
        socket.answer(2001, 503, Map.of("error", "overloaded", "retry_after_ms", 3_000));
        sayTheCopy(socket);
        assertThat(fixture.contents).isEmpty();
        fixture.timers.advance(3_000);
        socket.answer(2001, 200, Fixture.sentAs("m-1"));
        assertThat(fixture.contents).isEmpty();
    }

    @Test
    void aRefusalForGoodFailsAndTheNextOneLeaves() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        CompletableFuture<Sent> refused = fixture.client.send("nobody", "hi");
        fixture.client.send("nobody", "again");
        socket.answer(2001, 404, Map.of("error", "recipient_not_found", "detail", "Who?"));
        assertThat(failure(refused).code()).isEqualTo(404);
        assertThat(contents(socket)).containsExactly("hi", "again");
    }

    @Test
    void aFullOutboxRefusesAtOnceAndTakesAgainWhenThereIsRoom() {
        Fixture fixture = new Fixture(builder -> builder.outbox(new OutboxSettings(2, 10_000, 200, 10_000, 1_000)));
        FakeSocket socket = fixture.online();
        fixture.client.send("bob", "1");
        CompletableFuture<Sent> second = fixture.client.send("bob", "2", "mine");
        assertThat(failure(fixture.client.send("bob", "3")).error()).isEqualTo(GatewayException.OUTBOX_FULL);
        assertThat(failure(fixture.client.send("bob", "x".repeat(200))).error()).isEqualTo(GatewayException.TOO_LARGE);
        assertThat(fixture.client.send("bob", "2", "mine"))
                .as("the same message")
                .isNotDone();
        socket.answer(2001, 200, Fixture.sentAs("m-1"));
        assertThat(fixture.client.send("bob", "3")).isNotDone();
        socket.answer(2001, 200, Fixture.sentAs("m-2"));
        assertThat(second).isCompleted();
    }

    @Test
    void theCopyOfAnOwnMessageWaitsForItsAnswerAndIsNoNews() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        fixture.client.send("bob", "hi");
        socket.drop(1006);
        socket = fixture.again();
        sayTheCopy(socket);
        socket.deliver(2, "e1");
        assertThat(fixture.contents).as("the order is kept").isEmpty();
        socket.answer(2001, 200, Fixture.sentAs("m-1"));
        assertThat(fixture.contents).containsExactly("text 2");
    }

    @Test
    void whatWasNotSentIsSavedAndSentByTheNextProcess() {
        MemoryStore store = new MemoryStore();
        Fixture first = new Fixture(builder -> builder.store(store));
        first.online();
        first.client.send("bob", "left behind");
        first.client.close();
        assertThat(store.session().objects("outbox")).hasSize(1);

        Fixture second = new Fixture(builder -> builder.store(store));
        second.client.connect();
        FakeSocket socket = second.grant("e1", 0, false);
        assertThat(contents(socket)).containsExactly("left behind");
        assertThat(second.client.unsent()).containsExactly(new Outgoing("id-1", "bob", "left behind"));
    }

    @Test
    void anotherUserDoesNotSendWhatThisOneLeft() {
        MemoryStore store = new MemoryStore();
        Fixture first = new Fixture(builder -> builder.store(store));
        first.online();
        first.client.send("bob", "of alice");
        first.client.close();

        Fixture second = new Fixture(builder -> builder.store(store));
        second.client.connect(Credentials.password("mallory", "secret"));
        assertThat(second.client.unsent()).isEmpty();
        assertThat(store.session().objects("outbox")).isEmpty();
    }

    @Test
    void aClosedClientRefusesAndCompletesEverything() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        CompletableFuture<Sent> sent = fixture.client.send("bob", "hi");
        CompletableFuture<?> asked = fixture.client.devices();
        fixture.client.close();
        fixture.client.close();
        assertThat(failure(sent).error()).isEqualTo(GatewayException.STOPPED);
        assertThat(failure(asked).error()).isEqualTo(GatewayException.STOPPED);
        assertThat(failure(fixture.client.send("bob", "hi")).error()).isEqualTo(GatewayException.STOPPED);
        assertThat(failure(fixture.client.devices()).error()).isEqualTo(GatewayException.STOPPED);
        assertThat(failure(fixture.connect()).error()).isEqualTo(GatewayException.STOPPED);
        assertThat(fixture.client.disconnect()).isCompleted();
        assertThat(socket.closed).isTrue();
        assertThat(fixture.timers.pending()).isZero();
    }

    static GatewayException failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return GatewayException.of(catchThrowableOfType(CompletionException.class, future::join));
    }

    /** Of the message "hi" to bob, which alice has sent. */
    private static void sayTheCopy(FakeSocket socket) {
        socket.say(
                2003,
                Map.of(
                        "message_id",
                        "m-1",
                        "from_user",
                        "alice",
                        "to_user",
                        "bob",
                        "content",
                        "hi",
                        "inbox_seq",
                        1,
                        "epoch",
                        "e1"));
    }

    private static List<String> contents(FakeSocket socket) {
        return socket.requests(2001).stream()
                .map((JsonObject frame) -> frame.object("data").text("content", ""))
                .toList();
    }
}
