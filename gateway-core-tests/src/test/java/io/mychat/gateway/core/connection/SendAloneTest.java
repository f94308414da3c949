package io.mychat.gateway.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.codec.DeliveredMessage;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.JsonCodec;
import io.mychat.gateway.core.codec.ReplyBuffers;
import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.StubConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendAloneTest {

    private final ManualTime time = new ManualTime();
    private final JsonCodec codec = new JsonCodec(new Json(64, 65_536));
    private final ReplyBuffers buffers = new ReplyBuffers();
    private final Peer peer = new Peer();
    private final ClientConnection client = TestConnections.manager(time).open("s1", "192.0.2.1", peer, codec);

    private ServerMessage delivered(String content) {
        ChatMessage message =
                new ChatMessage("m1", ChatId.between("alice", "bob"), 1, "alice", "bob", content, time.now());
        return new ServerMessage(new DeliveredMessage(
                2003, "bob", "e", new InboxEntry(1, message, "other"), "2026-11-30T08:00:00.000Z", false, time.now()));
    }

    private static String text(ServerMessage message, JsonCodec codec) {
        return new String(message.encoded(codec).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void whatOneConnectionGetsIsCopiedFromABufferThatIsUsedAgain() {
        assertThat(client.sendAlone(delivered("a longer one"), buffers)).isTrue();
        assertThat(client.sendAlone(delivered("another"), buffers)).isTrue();

        assertThat(peer.copied)
                .containsExactly(text(delivered("a longer one"), codec), text(delivered("another"), codec));
        assertThat(peer.arrays.get(1) == peer.arrays.get(0))
                .as("it is the same array")
                .isTrue();
        assertThat(peer.shared).isEmpty();
    }

    @Test
    void whatIsLongOrNoDeliveryHasAnArrayOfItsOwn() {
        ServerMessage notice = new ServerMessage(new Notice(4001, "bob", "{}", time.now()));
        ServerMessage longOne = delivered("x".repeat(1025));

        assertThat(client.sendAlone(notice, buffers)).isTrue();
        assertThat(client.sendAlone(longOne, buffers)).isTrue();

        assertThat(peer.shared).containsExactly(text(notice, codec), text(longOne, codec));
        assertThat(peer.copied).isEmpty();
    }

    @Test
    void whatHasToWaitForTheReplyToTheLoginIsHeldBack() {
        client.holdUntilReply(1000);

        assertThat(client.sendAlone(delivered("one"), buffers)).isTrue();

        assertThat(peer.copied).isEmpty();
        assertThat(peer.shared).isEmpty();
    }

    /** Keeps what it is sent. */
    private static final class Peer extends StubConnection {

        private final List<String> copied = new ArrayList<>();
        private final List<byte[]> arrays = new ArrayList<>();
        private final List<String> shared = new ArrayList<>();

        @Override
        public SendResult send(byte[] utf8) {
            shared.add(new String(utf8, StandardCharsets.UTF_8));
            return SendResult.ACCEPTED;
        }

        @Override
        public SendResult send(byte[] buffer, int offset, int length) {
            copied.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
            arrays.add(buffer);
            return SendResult.ACCEPTED;
        }
    }
}
