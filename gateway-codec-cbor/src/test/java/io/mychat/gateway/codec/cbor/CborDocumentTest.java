package io.mychat.gateway.codec.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.testkit.codec.WireObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of docs/cbor.md are those of the codec; with {@code -Dupdate.docs=true} this test writes them. */
class CborDocumentTest {

    private static final Instant AT = Instant.parse("2025-01-08T10:30:00Z");
    private static final CborCodec CODEC = new CborCodec(64);

    private static byte[] request() {
        return TestCbor.write(WireObject.of(
                "cmd_id", 2001L, "data", WireObject.of("to_user", "bob", "content", "hi"), "request_id", 7L));
    }

    private static byte[] reply() {
        PayloadBuffer into = new PayloadBuffer(64);
        CODEC.replies(new ReplyIdentity("s-1", "alice", "web"))
                .encode(
                        2001,
                        new RequestId("7", true),
                        Reply.ok(
                                "{\"message_id\":\"m-1\",\"chat_id\":\"dm:alice:bob\",\"chat_seq\":300,\"status\":\"sent\"}"),
                        AT,
                        into);
        return into.toByteArray();
    }

    private static byte[] push() {
        PayloadBuffer into = new PayloadBuffer(64);
        CODEC.encode(new Notice(4001, "bob", "{\"price\":0.5,\"tags\":[\"new\",true,null]}", AT), into);
        return into.toByteArray();
    }

    private static Map<String, byte[]> examples() {
        Map<String, byte[]> examples = new LinkedHashMap<>();
        examples.put("request", request());
        examples.put("reply", reply());
        examples.put("push", push());
        return examples;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cbor.md", "cbor.zh-CN.md"})
    void thePageShowsTheBytesOfTheCodec(String page) throws IOException {
        Path file = Path.of("..", "docs", page);
        String text = Files.readString(file);
        String filled = text;
        for (Map.Entry<String, byte[]> example : examples().entrySet()) {
            Pattern block =
                    Pattern.compile("(<!-- bytes: " + example.getKey() + " -->\n```text\n).*?(```)", Pattern.DOTALL);
            assertThat(block.matcher(filled).find()).as(example.getKey()).isTrue();
            filled = block.matcher(filled)
                    .replaceFirst("$1" + Matcher.quoteReplacement(CborDump.of(example.getValue())) + "$2");
        }
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(file, filled);
        }
        assertThat(Files.readString(file))
                .as("run this test with -Dupdate.docs=true")
                .isEqualTo(filled);
    }

    @Test
    void theRequestOfThePageIsAMessage() {
        byte[] request = request();

        assertThat(CODEC.decode(request, 0, request.length))
                .isEqualTo(new DecodedMessage.Envelope(
                        2001,
                        "{\"to_user\":\"bob\",\"content\":\"hi\"}",
                        "",
                        new RequestId("7", true),
                        request.length));
    }
}
