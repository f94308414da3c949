package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyEncoder;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.transport.MessageType;
import io.mychat.gateway.spi.transport.SharedPayload;
import io.mychat.gateway.testkit.ManualTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecsTest {

    private final ManualTime time = new ManualTime();
    private final MessageCodec json = new JsonCodec(new Json(64, 1000));

    /** Counts what it encodes. */
    private static final class Named implements MessageCodec {

        private final String name;
        private int encoded;

        Named(String name) {
            this.name = name;
        }

        @Override
        public String subprotocol() {
            return name;
        }

        @Override
        public MessageType messageType() {
            return MessageType.BINARY;
        }

        @Override
        public DecodedMessage decode(byte[] buffer, int offset, int length) {
            return DecodedMessage.Malformed.unreadable("never", "Never.");
        }

        @Override
        public ReplyEncoder replies(ReplyIdentity identity) {
            throw new IllegalStateException("a test's codec");
        }

        @Override
        public void encode(Notice notice, PayloadBuffer into) {
            encoded++;
            into.append((byte) 1);
        }
    }

    private MessageCodecs codecs(MessageCodec... others) {
        return new MessageCodecs(json, List.of(others), time);
    }

    @Test
    void theFirstKnownSubprotocolOfTheClientIsChosen() {
        MessageCodecs codecs = codecs(new Named("b"));

        assertThat(codecs.choose(List.of("x", "b", "mychat.v1.json")).subprotocol())
                .isEqualTo("b");
        assertThat(codecs.choose(List.of("mychat.v1.json", "b")))
                .isEqualTo(new MessageCodecs.Choice(json, "mychat.v1.json"));
    }

    @Test
    void whoNamesNoneThatIsKnownGetsJsonWithoutAName() {
        assertThat(codecs().choose(List.of())).isEqualTo(new MessageCodecs.Choice(json, null));
        assertThat(codecs().choose(List.of("x", "MYCHAT.V1.JSON"))).isEqualTo(new MessageCodecs.Choice(json, null));
    }

    @Test
    void twoCodecsMayNotHaveTheSameSubprotocol() {
        assertThatThrownBy(() -> codecs(new Named("mychat.v1.json")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mychat.v1.json")
                .hasMessageContaining(Named.class.getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a,b", "a;b", "\u00fc", "a\n"})
    void aSubprotocolIsAToken(String name) {
        assertThatThrownBy(() -> codecs(new Named(name)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("invalid subprotocol");
    }

    @Test
    void aMessageIsEncodedOnceForEachCodecHoweverManyReceiveIt() {
        Named one = new Named("one");
        ServerMessage message = new ServerMessage(new Notice(4001, "bob", "{}", Instant.EPOCH));

        SharedPayload first = message.encoded(one);
        for (int i = 0; i < 10; i++) {
            assertThat(message.encoded(one)).isSameAs(first);
            assertThat(message.encoded(json)).isSameAs(message.encoded(json));
        }

        assertThat(one.encoded).isEqualTo(1);
    }

    @Test
    void aCodecThatFailsToEncodeIsRecognised() {
        MessageCodec guarded = codecs(new Named("b")).choose(List.of("b")).codec();

        assertThatThrownBy(() -> guarded.replies(new ReplyIdentity("s", "", "")))
                .isInstanceOf(EncodingException.class);
    }
}
