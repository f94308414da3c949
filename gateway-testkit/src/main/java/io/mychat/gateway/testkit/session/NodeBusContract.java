package io.mychat.gateway.testkit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.testkit.ContractRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link NodeBus}. A subclass joins nodes, and waits until a bus receives.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class NodeBusContract {

    private static final String FIRST = "node-1";
    private static final String SECOND = "node 2 {中}";
    private static final int MANY = 300;

    private final List<String> heardByFirst = new CopyOnWriteArrayList<>();
    private final List<String> heardBySecond = new CopyOnWriteArrayList<>();
    private NodeBus first;
    private NodeBus second;

    /** Called by JUnit. */
    protected NodeBusContract() {}

    /** Joins a new node to the same cluster. */
    protected abstract NodeBus join(String nodeId);

    /** Waits until messages to this node arrive. */
    protected abstract void awaitReady(NodeBus bus);

    @BeforeEach
    void joinTwo() {
        first = join(FIRST);
        second = join(SECOND);
        first.listen((from, message) -> heardByFirst.add(from + " " + text(message)));
        second.listen((from, message) -> heardBySecond.add(from + " " + text(message)));
        awaitReady(first);
        awaitReady(second);
    }

    @Test
    void aMessageArrivesAtItsNodeAndAtNoOther() {
        first.send(SECOND, bytes("hello"));

        await().until(() -> heardBySecond.equals(List.of(FIRST + " hello")));
        second.send(FIRST, bytes("back"));
        await().until(() -> heardByFirst.equals(List.of(SECOND + " back")));
        assertThat(heardBySecond).hasSize(1);
    }

    @Test
    void aSecondReceiverIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> first.listen((from, message) -> {}));

        second.send(FIRST, bytes("hello"));

        await().until(() -> heardByFirst.equals(List.of(SECOND + " hello")));
    }

    @Test
    void aNodeCanSendToItself() {
        first.send(FIRST, bytes("note"));

        await().until(() -> heardByFirst.equals(List.of(FIRST + " note")));
    }

    @Test
    void messagesFromOneNodeToAnotherKeepTheirOrder() {
        for (int i = 0; i < MANY; i++) {
            first.send(SECOND, bytes("m" + i));
        }

        await().until(() -> heardBySecond.size() == MANY);
        assertThat(heardBySecond)
                .isEqualTo(
                        IntStream.range(0, MANY).mapToObj(i -> FIRST + " m" + i).toList());
    }

    @Test
    void anyBytesArriveAsTheyWere() {
        String content = "\u0000\r\n\"'{}中文 ";

        first.send(SECOND, bytes(content));
        first.send(SECOND, new byte[0]);

        await().until(() -> heardBySecond.equals(List.of(FIRST + " " + content, FIRST + " ")));
    }

    @Test
    void theLongestMessageArrivesAndALongerOneIsRefused() {
        first.send(SECOND, new byte[NodeBus.MAX_MESSAGE_BYTES]);

        await().until(() -> heardBySecond.size() == 1);
        assertThat(heardBySecond.get(0)).hasSize(FIRST.length() + 1 + NodeBus.MAX_MESSAGE_BYTES);
        assertThatThrownBy(() -> first.send(SECOND, new byte[NodeBus.MAX_MESSAGE_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMessageToNobodyHarmsNobody() {
        first.send("nobody", bytes("hello"));
        first.send(SECOND, bytes("after"));

        await().until(() -> heardBySecond.equals(List.of(FIRST + " after")));
    }

    @Test
    void allLivingNodesAreListed() {
        await().until(() -> first.nodes().equals(Set.of(FIRST, SECOND)));
        await().until(() -> second.nodes().equals(Set.of(FIRST, SECOND)));
    }

    @Test
    void aNodeIsListedAsSoonAsItHasJoined() {
        NodeBus third = join("third");

        assertThat(first.nodes()).contains("third");
        assertThat(third.nodes()).contains(FIRST, SECOND, "third");
    }

    @Test
    void aReceiverIsToldWhenItBeginsToHear() {
        AtomicInteger told = new AtomicInteger();

        join("third").listen(new NodeBus.Receiver() {
            @Override
            public void onMessage(String fromNode, byte[] message) {
                // None is sent.
            }

            @Override
            public void onMessagesLost() {
                told.incrementAndGet();
            }
        });

        await().untilAsserted(() -> assertThat(told).hasPositiveValue());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }
}
