package io.mychat.gateway.testkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.spi.codec.ReplyIdentity;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.RequestId;
import io.mychat.gateway.testkit.ConcurrentRun;
import io.mychat.gateway.testkit.ContractRules;
import io.mychat.gateway.testkit.RandomSeed;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of {@link MessageCodec}: all codecs read and write the same messages. It is long because it is a list of
 * independent tests.
 *
 * @since 0.1.0
 */
@ExtendWith(ContractRules.class)
public abstract class MessageCodecContract {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant AT = Instant.parse("2025-01-08T10:30:00.001Z");
    private static final ReplyIdentity STRANGER = new ReplyIdentity("s-1", "", "");
    private static final int DEPTH = 16;

    private @Nullable MessageCodec made;

    /** Called by JUnit. */
    protected MessageCodecContract() {}

    /**
     * Creates the codec.
     *
     * @param maxDepth the deepest nesting of a message, the message itself included
     */
    protected abstract MessageCodec codec(int maxDepth);

    /** Writes a value in the codec's format, as a client does: a text, number, boolean, null, list or {@link WireObject}. */
    protected abstract byte[] write(@Nullable Object value);

    /** Reads a message of the gateway, of which {@code data} is the value and not its text; a text that is no JSON stays. */
    protected abstract JsonNode read(byte[] payload) throws Exception;

    private MessageCodec codec() {
        MessageCodec codec = made;
        if (codec == null) {
            codec = codec(DEPTH);
            made = codec;
        }
        return codec;
    }

    private DecodedMessage decode(byte[] message) {
        return codec().decode(message, 0, message.length);
    }

    private DecodedMessage decode(@Nullable Object... members) {
        return decode(write(WireObject.of(members)));
    }

    private DecodedMessage.Envelope envelope(@Nullable Object... members) {
        DecodedMessage decoded = decode(members);
        assertThat(decoded).isInstanceOf(DecodedMessage.Envelope.class);
        return (DecodedMessage.Envelope) decoded;
    }

    private static void isInvalid(DecodedMessage decoded, String error) {
        assertThat(decoded).isInstanceOfSatisfying(DecodedMessage.Invalid.class, invalid -> {
            assertThat(invalid.error()).isEqualTo(error);
            assertThat(invalid.detail()).isNotEmpty();
        });
    }

    private static DecodedMessage.Malformed malformed(DecodedMessage decoded) {
        assertThat(decoded).isInstanceOf(DecodedMessage.Malformed.class);
        assertThat(decoded.cmdId()).isZero();
        DecodedMessage.Malformed malformed = (DecodedMessage.Malformed) decoded;
        assertThat(malformed.error()).isNotEmpty();
        assertThat(malformed.detail()).isNotEmpty();
        return malformed;
    }

    private JsonNode reply(ReplyIdentity identity, @Nullable RequestId requestId, Reply reply) throws Exception {
        PayloadBuffer into = new PayloadBuffer(1);
        codec().replies(identity).encode(9000, requestId, reply, AT, into);
        return read(into.toByteArray());
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    private static WireObject nested(int levels) {
        WireObject inner = WireObject.of();
        for (int i = 1; i < levels; i++) {
            inner = WireObject.of("a", inner);
        }
        return inner;
    }

    private static byte[] slice(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private byte[] sample() {
        return write(WireObject.of(
                "cmd_id",
                2001L,
                "session_id",
                "s-?",
                "data",
                WireObject.of("to_user", "bob", "content", "hi \u4f60\uD83D\uDE00", "more", List.of(1L, 0.5, true)),
                "platform",
                "web",
                "request_id",
                42L,
                "timestamp",
                "2025-01-08T10:30:00Z"));
    }

    // ---- decoding

    @Test
    void aMessageIsReadWithAllItsFields() throws Exception {
        DecodedMessage.Envelope envelope = (DecodedMessage.Envelope) decode(sample());

        assertThat(envelope.cmdId()).isEqualTo(2001);
        assertThat(json(envelope.data()))
                .isEqualTo(json("{\"to_user\":\"bob\",\"content\":\"hi \u4f60\uD83D\uDE00\",\"more\":[1,0.5,true]}"));
        assertThat(envelope.platform()).isEqualTo("web");
        assertThat(envelope.requestId()).isEqualTo(new RequestId("42", true));
        assertThat(envelope.bytes()).isGreaterThanOrEqualTo(envelope.data().length());
    }

    @Test
    void onlyTheCommandIsRequired() {
        DecodedMessage.Envelope envelope = envelope("cmd_id", 4_294_967_295L);

        assertThat(envelope.cmdId()).isEqualTo(4_294_967_295L);
        assertThat(envelope.data()).isEqualTo("{}");
        assertThat(envelope.platform()).isEmpty();
        assertThat(envelope.requestId()).isNull();
    }

    @Test
    void nullIsAsGoodAsAbsent() {
        DecodedMessage.Envelope envelope =
                envelope("cmd_id", 9000L, "data", null, "platform", null, "request_id", null);

        assertThat(envelope).isEqualTo(new DecodedMessage.Envelope(9000, "{}", "", null, envelope.bytes()));
    }

    @Test
    void otherFieldsAreIgnoredWhateverTheyHoldAndHoweverOften() {
        envelope(
                "x",
                1L,
                "",
                WireObject.of(),
                "x",
                List.of(),
                "user_id",
                "bob",
                "user_id",
                7L,
                "session_id",
                WireObject.of("cmd_id", 1L),
                "code",
                true,
                "message",
                null,
                "timestamp",
                0.5,
                "cmd_id",
                9000L);
    }

    static Stream<@Nullable Object> invalidCommands() {
        return Stream.of(
                0L,
                -1L,
                4_294_967_296L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                new BigInteger("18446744073709551615"),
                new BigInteger("-18446744073709551616"),
                9000.0,
                0.5,
                "9000",
                "",
                true,
                List.of(9000L),
                WireObject.of(),
                null);
    }

    @ParameterizedTest
    @MethodSource("invalidCommands")
    void aCommandIsAnIntegerInItsBounds(@Nullable Object command) {
        DecodedMessage.Malformed malformed = malformed(decode("request_id", "r", "cmd_id", command));

        assertThat(malformed.error()).isEqualTo("bad_cmd_id");
        assertThat(malformed.requestId()).isEqualTo(new RequestId("r", false));
    }

    @Test
    void aMessageWithoutACommandIsMalformed() {
        assertThat(malformed(decode()).error()).isEqualTo("bad_cmd_id");
        assertThat(malformed(decode("data", WireObject.of())).error()).isEqualTo("bad_cmd_id");
    }

    @Test
    void twoCommandsAreNone() {
        assertThat(malformed(decode("cmd_id", 9000L, "cmd_id", 9000L)).error()).isEqualTo("bad_cmd_id");
        assertThat(malformed(decode("cmd_id", 9000L, "cmd_id", null)).error()).isEqualTo("bad_cmd_id");
    }

    @Test
    void everyOtherFieldThatCountsComesOnce() {
        isInvalid(decode("cmd_id", 9000L, "data", WireObject.of(), "data", null), "duplicate_field");
        isInvalid(decode("platform", "web", "cmd_id", 9000L, "platform", "web"), "duplicate_field");
        isInvalid(decode("cmd_id", 9000L, "request_id", 1L, "request_id", 1L), "duplicate_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "0", "-7", "9223372036854775807", "9223372036854775808", "18446744073709551615"})
    void anIntegerIsARequestId(String digits) {
        BigInteger value = new BigInteger(digits);
        Object id = value.bitLength() < 64 ? (Object) value.longValue() : value;

        assertThat(envelope("cmd_id", 9000L, "request_id", id).requestId()).isEqualTo(new RequestId(digits, true));
    }

    @Test
    void aTextOf64CharactersIsARequestId() {
        String smiles = "\uD83D\uDE00".repeat(64);

        assertThat(envelope("cmd_id", 9000L, "request_id", smiles).requestId()).isEqualTo(new RequestId(smiles, false));
        isInvalid(decode("cmd_id", 9000L, "request_id", smiles + "x"), "bad_request_id");
    }

    static Stream<Object> otherTypes() {
        return Stream.of(1.5, true, List.of(), WireObject.of());
    }

    @ParameterizedTest
    @MethodSource("otherTypes")
    void aRequestIdOfAnotherTypeIsRefused(Object value) {
        isInvalid(decode("cmd_id", 9000L, "request_id", value), "bad_request_id");
        isInvalid(decode("cmd_id", 9000L, "platform", value), "bad_platform");
    }

    @Test
    void dataIsAnObjectOrAText() {
        assertThat(envelope("cmd_id", 9000L, "data", "{\"a\" : 1}").data()).isEqualTo("{\"a\" : 1}");
        assertThat(envelope("cmd_id", 9000L, "data", "not JSON").data()).isEqualTo("not JSON");
        for (Object other : List.of(5L, 0.5, false, List.of())) {
            isInvalid(decode("request_id", 7L, "cmd_id", 9000L, "data", other), "bad_data");
        }
    }

    @Test
    void aFaultKeepsTheCommandAndTheRequestId() {
        DecodedMessage decoded = decode("request_id", 7L, "cmd_id", 9000L, "data", 5L);

        assertThat(decoded.cmdId()).isEqualTo(9000);
        assertThat(decoded.requestId()).isEqualTo(new RequestId("7", true));
    }

    @Test
    void numbersInDataKeepTheirValues() throws Exception {
        List<Object> numbers = List.of(
                0L,
                -1L,
                23L,
                24L,
                255L,
                256L,
                65_536L,
                9_007_199_254_740_993L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                new BigInteger("18446744073709551615"),
                new BigInteger("-18446744073709551616"),
                0.1,
                -1.5,
                1e300,
                Double.MIN_VALUE);

        String data =
                envelope("cmd_id", 9000L, "data", WireObject.of("n", numbers)).data();

        assertThat(json(data)).isEqualTo(json("{\"n\":" + numbers + "}"));
    }

    @Test
    void textsInDataKeepEveryCharacter() throws Exception {
        String text =
                "\u0000\u0001\"\\/\b\f\n\r\t\u007f\u0080\u07ff\u0800\u2028\ud7ff\ue000\uffff\uD800\uDC00\uDBFF\uDFFF";

        String data =
                envelope("cmd_id", 9000L, "data", WireObject.of(text, text)).data();

        assertThat(json(data).path(text).textValue()).isEqualTo(text);
    }

    @Test
    void longTextsAndManyMembersAreRead() throws Exception {
        String text = "\u00e9x".repeat(20_000);
        Object[] members = new Object[2000];
        for (int i = 0; i < members.length; i += 2) {
            members[i] = "k" + i;
            members[i + 1] = (long) i;
        }

        String data = envelope("cmd_id", 9000L, "data", WireObject.of("t", text, "m", WireObject.of(members)))
                .data();

        assertThat(json(data).path("t").textValue()).isEqualTo(text);
        assertThat(json(data).path("m")).hasSize(1000);
    }

    @Test
    void nestingIsLimitedEverywhere() {
        envelope("cmd_id", 9000L, "x", nested(DEPTH - 1), "data", nested(DEPTH - 1));
        malformed(decode("cmd_id", 9000L, "x", nested(DEPTH)));
        malformed(decode("cmd_id", 9000L, "data", nested(DEPTH)));
        malformed(decode("cmd_id", 9000L, "x", nested(200)));
    }

    @Test
    void aMessageIsOneObject() {
        for (Object other : List.of(9000L, "text", true, List.of(WireObject.of("cmd_id", 9000L)))) {
            malformed(decode(write(other)));
        }
        malformed(decode(write(null)));
        malformed(decode(new byte[0]));
    }

    @Test
    void aMessageThatEndsTooEarlyIsMalformed() {
        byte[] whole = sample();
        for (int length = 0; length < whole.length; length++) {
            malformed(decode(slice(whole, length)));
        }
    }

    @Test
    void nothingMayComeBehindTheMessage() {
        byte[] message = write(WireObject.of("cmd_id", 9000L));
        byte[] two = Arrays.copyOf(message, 2 * message.length);
        System.arraycopy(message, 0, two, message.length, message.length);

        malformed(decode(two));
    }

    @Test
    void onlyTheBytesOfTheMessageAreRead() {
        byte[] message = sample();
        for (byte around : new byte[] {0, '"', '{', '}', (byte) 0xA1, (byte) 0xFF}) {
            byte[] buffer = new byte[message.length + 8];
            Arrays.fill(buffer, around);
            System.arraycopy(message, 0, buffer, 3, message.length);

            DecodedMessage decoded = codec().decode(buffer, 3, message.length);
            Arrays.fill(buffer, (byte) 0);

            assertThat(decoded).isEqualTo(decode(message));
        }
    }

    @Test
    void bytesOfAnyKindAreAnsweredAndNeverThrow() {
        RandomSeed seed = RandomSeed.get();
        byte[] sample = sample();
        for (int i = 0; i < 20_000; i++) {
            Random random = seed.random(i);
            byte[] bytes = random.nextInt(4) == 0 ? new byte[random.nextInt(64)] : mutated(sample, random);
            if (bytes.length < 64) {
                random.nextBytes(bytes);
            }
            assertThatCode(() -> {
                        DecodedMessage decoded = decode(bytes);
                        if (decoded instanceof DecodedMessage.Malformed) {
                            malformed(decoded);
                        }
                    })
                    .as("%s, message %s: %s", seed, i, Arrays.toString(bytes))
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] mutated(byte[] sample, Random random) {
        byte[] bytes = sample.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, Math.max(64, random.nextInt(bytes.length + 8)));
                default ->
                    System.arraycopy(
                            sample, random.nextInt(sample.length - 8), bytes, Math.min(at, bytes.length - 8), 8);
            }
        }
        return bytes;
    }

    // ---- encoding

    @Test
    void aReplyHasAllItsFields() throws Exception {
        JsonNode reply = reply(
                new ReplyIdentity("s-1", "alice", "web"), new RequestId("r\u00e9\"1", false), Reply.ok("{\"a\":1}"));

        assertThat(reply)
                .isEqualTo(json("{\"cmd_id\":9000,\"request_id\":\"r\u00e9\\\"1\",\"code\":200,\"message\":\"Success\","
                        + "\"session_id\":\"s-1\",\"user_id\":\"alice\",\"platform\":\"web\",\"data\":{\"a\":1},"
                        + "\"timestamp\":\"2025-01-08T10:30:00.001Z\"}"));
    }

    @Test
    void whatAReplyDoesNotHaveIsAbsent() throws Exception {
        JsonNode reply = reply(STRANGER, null, Reply.failure(ErrorCode.SERVICE_UNAVAILABLE, "e", "d"));

        assertThat(reply.has("request_id") || reply.has("user_id") || reply.has("platform"))
                .isFalse();
        assertThat(reply.path("code").intValue()).isEqualTo(503);
        assertThat(reply.path("message").textValue()).isEqualTo("Service Unavailable");
        assertThat(reply.path("data")).isEqualTo(json("{\"error\":\"e\",\"detail\":\"d\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "0", "-7", "9223372036854775808", "18446744073709551615", "-18446744073709551616"})
    void anIntegerRequestIdIsEchoedAsTheSameInteger(String digits) throws Exception {
        JsonNode id = reply(STRANGER, new RequestId(digits, true), Reply.ok()).path("request_id");

        assertThat(id.isIntegralNumber()).isTrue();
        assertThat(id.bigIntegerValue()).hasToString(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":{\"b\":[1,[2,{}],\"x\",true,false,null]}}",
                "[]",
                "[0,-1,23,24,255,256,65535,65536,4294967295,4294967296,9007199254740993,9223372036854775807]",
                "[-24,-25,-256,-257,-9223372036854775808,18446744073709551615,0.1,-1.5,1e300,5e-324]",
                "\"a text\"",
                "5",
                "true",
                "null",
                " { \"a\" : 1 } "
            })
    void dataIsTheValueOfItsJson(String data) throws Exception {
        assertThat(reply(STRANGER, null, Reply.ok(data)).path("data")).isEqualTo(json(data));
        PayloadBuffer into = new PayloadBuffer(1);
        codec().encode(new Notice(4001, "bob", data, AT), into);
        assertThat(read(into.toByteArray()).path("data")).isEqualTo(json(data));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not JSON", "{\"a\":", "{} {}", "{\"a\":1e999}x"})
    void dataThatIsNotJsonIsAText(String data) throws Exception {
        assertThat(reply(STRANGER, null, Reply.ok(data)).path("data").textValue())
                .isEqualTo(data);
    }

    @Test
    void halfACharacterInDataIsReplaced() throws Exception {
        assertThat(reply(STRANGER, null, Reply.ok("{\"a\":\"x\uD800y\"}")).path("data"))
                .isEqualTo(json("{\"a\":\"x\uFFFDy\"}"));
    }

    @Test
    void longDataIsEncoded() throws Exception {
        String content = "\u00e9\uD83D\uDE00x".repeat(30_000);
        String name = content.substring(0, 8000);

        assertThat(reply(STRANGER, null, Reply.ok("{\"" + name + "\":\"" + content + "\"}"))
                        .path("data")
                        .path(name)
                        .textValue())
                .isEqualTo(content);
    }

    @Test
    void aNoticeNamesItsReceiverIfThereIsOne() throws Exception {
        PayloadBuffer into = new PayloadBuffer(1);
        codec().encode(new Notice(4003, "", "{\"reason\":\"idle\"}", AT), into);
        assertThat(read(into.toByteArray()))
                .isEqualTo(json("{\"cmd_id\":4003,\"data\":{\"reason\":\"idle\"},"
                        + "\"timestamp\":\"2025-01-08T10:30:00.001Z\"}"));
        PayloadBuffer named = new PayloadBuffer(1);
        codec().encode(new Notice(4003, "b\u00f6b", "{}", AT), named);
        assertThat(read(named.toByteArray()).path("user_id").textValue()).isEqualTo("b\u00f6b");
    }

    @Test
    void aMessageIsAppended() throws Exception {
        PayloadBuffer into = new PayloadBuffer(4);
        into.append("head".getBytes(StandardCharsets.US_ASCII));
        codec().encode(new Notice(4001, "bob", "{\"a\":1}", AT), into);
        byte[] all = into.toByteArray();

        assertThat(new String(all, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("head");
        assertThat(read(Arrays.copyOfRange(all, 4, all.length)).path("cmd_id").intValue())
                .isEqualTo(4001);
    }

    @Test
    void manyThreadsShareACodecAndTheEncoderOfAConnection() {
        byte[] sample = sample();
        DecodedMessage decoded = decode(sample);
        var encoder = codec().replies(new ReplyIdentity("s-1", "alice", "web"));
        PayloadBuffer expected = new PayloadBuffer(1);
        encoder.encode(1, null, Reply.ok("{\"a\":[1]}"), AT, expected);

        List<Integer> same = ConcurrentRun.run(4, thread -> {
            int count = 0;
            for (int i = 0; i < 500; i++) {
                PayloadBuffer into = new PayloadBuffer(1);
                encoder.encode(1, null, Reply.ok("{\"a\":[1]}"), AT, into);
                boolean equal =
                        decode(sample).equals(decoded) && Arrays.equals(into.toByteArray(), expected.toByteArray());
                count += equal ? 1 : 0;
            }
            return count;
        });
        assertThat(same).containsOnly(500);
    }
}
