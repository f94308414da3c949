package io.mychat.gateway.bench.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mychat.gateway.codec.cbor.CborCodec;
import io.mychat.gateway.core.codec.DeliveredMessage;
import io.mychat.gateway.core.codec.Json;
import io.mychat.gateway.core.codec.JsonCodec;
import io.mychat.gateway.core.codec.ServerMessage;
import io.mychat.gateway.spi.chat.ChatId;
import io.mychat.gateway.spi.chat.ChatMessage;
import io.mychat.gateway.spi.chat.InboxEntry;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes to a message and back. The usual form of a frame is read by the gateway's own scanner; {@code unusual} has an
 * escape in a field's name, so that the scanner passes it on to Jackson's parser; {@code tree} is what a tree of Jackson
 * would cost instead.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_BYTES = 65536;

    private static final Notice DELIVERY = new Notice(
            2003,
            "user-00042",
            "{\"chat_id\":\"dm:user-00041:user-00042\",\"chat_seq\":17,\"inbox_seq\":4711,\"epoch\":\"0190c5c2\",\"from_user\":"
                    + "\"user-00041\",\"content\":\"" + Forms.CONTENT + "\",\"client_msg_id\":\"m-17\"}",
            Instant.parse("2025-01-08T10:30:00Z"));

    private static final String SENT_AT = "2025-01-08T10:30:00.000Z";
    private static final InboxEntry ENTRY = new InboxEntry(
            4711,
            new ChatMessage(
                    "0190c5c2-1d3a-7000-8000-000000000017",
                    ChatId.between("user-00041", "user-00042"),
                    17,
                    "user-00041",
                    "user-00042",
                    Forms.CONTENT,
                    DELIVERY.at()),
            "another-session");

    private final PayloadBuffer into = new PayloadBuffer(512);

    /** A frame of a client. */
    public enum Frame {
        /** The heartbeat of the command {@code pipeline}. */
        HEARTBEAT("{\"cmd_id\":3001,\"request_id\":\"heartbeat-42\",\"data\":\"{}\",\"user_id\":\"user-00042\","
                + "\"platform\":\"android\",\"timestamp\":\"2025-01-08T10:30:00Z\",\"v\":\"1.0.0\"}"),
        /** The message of the command {@code chat}. */
        MESSAGE("{\"cmd_id\":2001,\"request_id\":\"17\",\"data\":{\"to_user\":\"user-142\",\"content\":\""
                + Forms.CONTENT + "\",\"client_msg_id\":\"123456789-17\"}}");

        private final String text;

        Frame(String text) {
            this.text = text;
        }
    }

    @Param
    @SuppressWarnings("NullAway.Init") // JMH sets it
    public Frame frame;

    private final MessageCodec json = new JsonCodec(new Json(MAX_DEPTH, MAX_BYTES));
    private final MessageCodec cbor = new CborCodec(MAX_DEPTH);
    private final ObjectMapper mapper = new ObjectMapper();

    /** The bytes of a frame, in each form. */
    @State(Scope.Benchmark)
    public static class Bytes {
        byte[] usual = {};
        byte[] unusual = {};
        byte[] cbor = {};

        /** Makes them. */
        @Setup
        public void encode(CodecBenchmark benchmark) {
            usual = Forms.utf8(benchmark.frame.text);
            unusual = Forms.utf8(benchmark.frame.text.replace("\"cmd_id\"", "\"\\u0063md_id\""));
            cbor = Forms.cbor(benchmark.frame.text);
        }
    }

    @Benchmark
    public DecodedMessage scanner(Bytes bytes) {
        return json.decode(bytes.usual, 0, bytes.usual.length);
    }

    @Benchmark
    public DecodedMessage unusual(Bytes bytes) {
        return json.decode(bytes.unusual, 0, bytes.unusual.length);
    }

    @Benchmark
    public JsonNode tree(Bytes bytes) throws IOException {
        return mapper.readTree(bytes.usual);
    }

    @Benchmark
    public DecodedMessage cbor(Bytes bytes) {
        return cbor.decode(bytes.cbor, 0, bytes.cbor.length);
    }

    /** A 2003, whatever the frame, as the only session of a user gets it. */
    @Benchmark
    public PayloadBuffer deliveryJson() {
        boolean unused = new ServerMessage(new DeliveredMessage(
                        DELIVERY.cmdId(), DELIVERY.userId(), "0190c5c2", ENTRY, SENT_AT, false, DELIVERY.at()))
                .copyInto(into, json);
        return into;
    }

    /** The same by way of a text, as it is made for codecs of others. */
    @Benchmark
    public PayloadBuffer noticeJson() {
        return encode(json);
    }

    @Benchmark
    public PayloadBuffer deliveryCbor() {
        return encode(cbor);
    }

    private static PayloadBuffer encode(MessageCodec codec) {
        PayloadBuffer into = new PayloadBuffer(512);
        codec.encode(DELIVERY, into);
        return into;
    }
}
