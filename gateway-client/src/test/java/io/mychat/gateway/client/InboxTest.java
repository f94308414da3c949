package io.mychat.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.client.data.Delivered;
import io.mychat.gateway.client.data.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // the state shows the outcome
class InboxTest {

    @Test
    void resumesBehindWhatHasBeenDelivered() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        socket.deliver(1, "e1");
        socket.deliver(2, "e1");
        socket.drop(1006);
        socket = fixture.again();
        assertThat(socket.sent.get(0).object("data").object("resume").fields())
                .isEqualTo(Map.of("epoch", "e1", "last_seq", 2L));
        socket.deliver(2, "e1");
        socket.deliver(3, "e1");
        assertThat(fixture.contents).containsExactly("text 1", "text 2", "text 3");
    }

    @Test
    void lossesAreTold() {
        Fixture fixture = new Fixture();
        List<Gap> gaps = new ArrayList<>();
        fixture.client.on(Event.GAP, gaps::add);
        FakeSocket socket = fixture.online();
        socket.say(4006, Map.of("epoch", "e2", "from_seq", 5, "latest_seq", 9, "gap", true));
        socket.deliver(5, "e2");
        socket.deliver(1, "e3");
        assertThat(gaps).containsExactly(new Gap("e2", 5, 9), new Gap("e3", 1, 1));
        assertThat(fixture.contents).containsExactly("text 5", "text 1");
    }

    @Test
    void severalMessagesAreAcknowledgedInOneFrame() {
        Fixture fixture = new Fixture();
        FakeSocket socket = fixture.online();
        socket.deliver(1, "e1");
        socket.deliver(2, "e1");
        fixture.timers.advance(200);
        assertThat(socket.requests(2004)).hasSize(1);
        assertThat(socket.last(2004).object("data").number("inbox_seq", 0)).isEqualTo(2);
    }

    @Test
    void byHandTheApplicationSaysWhatItHasProcessed() {
        List<Delivered> messages = new ArrayList<>();
        MemoryStore store = new MemoryStore();
        Fixture fixture = new Fixture(builder -> builder.store(store)
                .acknowledgements(new AcknowledgementSettings(AcknowledgementSettings.Mode.MANUAL, 200)));
        fixture.client.on(Event.MESSAGE, messages::add);
        FakeSocket socket = fixture.online();
        socket.deliver(1, "e1");
        socket.deliver(2, "e1");
        fixture.client.acknowledge(messages.get(0));
        fixture.client.close();
        assertThat(socket.last(2004).object("data").number("inbox_seq", 0)).isEqualTo(1);
        assertThat(store.session().object("position").number("last_seq", 0)).isEqualTo(1);
    }

    /** No resume, no epoch: an older gateway says less, and gets nothing that it does not know. */
    @Test
    void anOlderGatewayServesToo() {
        Fixture fixture = new Fixture();
        fixture.connect();
        fixture.socket().open();
        Map<String, Object> reply = Fixture.login("", 0, false);
        reply.keySet().removeAll(List.of("resume", "expires_in", "device_id", "refresh_token"));
        fixture.socket().answer(1001, 200, reply);
        fixture.socket().deliver(1, "");
        fixture.socket().deliver(1, "");
        fixture.timers.advance(200);
        assertThat(fixture.socket().last(2004).object("data").fields()).isEqualTo(Map.of("inbox_seq", 1L));
        fixture.socket().drop(1006);
        fixture.timers.advance(1_000);
        fixture.socket().open();
        assertThat(fixture.socket().sent.get(0).object("data").fields()).isEqualTo(Map.of("token", "t1"));
        assertThat(fixture.contents).containsExactly("text 1");
    }

    @Test
    void theNumbersOfAnOlderGatewayMayBeginAnew() {
        Fixture fixture = new Fixture();
        fixture.connect();
        fixture.grant("", 0, false).deliver(7, "");
        fixture.timers.advance(200);
        fixture.socket().drop(1006);
        fixture.timers.advance(1_000);
        FakeSocket next = fixture.grant("", 0, false);
        next.deliver(1, "");
        fixture.timers.advance(200);
        assertThat(fixture.contents).containsExactly("text 7", "text 1");
        assertThat(next.last(2004).object("data").fields()).isEqualTo(Map.of("inbox_seq", 1L));
    }

    @Test
    void anUpgradedGatewayHearsNothingOfAPositionWithoutAnEpoch() {
        Fixture fixture = new Fixture();
        fixture.connect();
        fixture.grant("", 0, false).deliver(7, "");
        fixture.timers.advance(200);
        fixture.socket().drop(1006);
        fixture.timers.advance(1_000);
        FakeSocket next = fixture.grant("e1", 7, false);
        fixture.timers.advance(1_000);
        assertThat(next.requests(2004)).isEmpty();
    }

    @Test
    void theCopiesOfTheNewestOwnMessagesAreNoNewsAfterARestart() {
        MemoryStore store = new MemoryStore();
        Fixture first = new Fixture(builder -> builder.store(store));
        FakeSocket socket = first.online();
        for (int i = 1; i <= 101; i++) {
            first.client.send("bob", "hi");
            socket.answer(2001, 200, Fixture.sentAs("own-" + i));
        }
        first.client.close();
        assertThat(store.session().texts("own"))
                .hasSize(100)
                .startsWith("own-2")
                .endsWith("own-101");
        Fixture second = new Fixture(builder -> builder.store(store));
        second.client.connect();
        socket = second.grant("e1", 2, false);
        socket.say(
                2003,
                Map.of("message_id", "own-2", "from_user", "alice", "content", "hi", "inbox_seq", 1, "epoch", "e1"));
        socket.deliver(2, "e1");
        assertThat(second.contents).containsExactly("text 2");
    }

    @Test
    void anotherUserOnTheSameDeviceGetsNothingOfThisOne() {
        Fixture fixture = new Fixture();
        fixture.online().deliver(7, "e1");
        fixture.client.connect(Credentials.password("bob", "secret"));
        fixture.socket().open();
        assertThat(fixture.socket().sent.get(0).object("data").fields())
                .isEqualTo(Map.of("username", "bob", "password", "secret"));
    }
}
