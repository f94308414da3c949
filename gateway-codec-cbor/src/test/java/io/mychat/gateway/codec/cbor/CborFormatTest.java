package io.mychat.gateway.codec.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.Notice;
import io.mychat.gateway.spi.codec.PayloadBuffer;
import io.mychat.gateway.testkit.RandomSeed;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What CBOR has and JSON has not. */
class CborFormatTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CborCodec codec = new CborCodec(64);

    private DecodedMessage decode(byte[] message) {
        return codec.decode(message, 0, message.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c24101             | Tags are not used.",
                "c001               | Tags are not used.",
                "d9d9f7a0           | Tags are not used.",
                "d90100 81d81900    | Tags are not used.",
                "db0000000000000001 00 | Tags are not used.",
                "40                 | Byte strings",
                "5f4101ff           | Byte strings",
                "5bffffffffffffffff | Byte strings",
                "f97e00             | NaN and infinity",
                "f97c00             | NaN and infinity",
                "f9fc00             | NaN and infinity",
                "fa7f800000         | NaN and infinity",
                "fa7fc00001         | NaN and infinity",
                "fb7ff0000000000000 | NaN and infinity",
                "fbfff8000000000000 | NaN and infinity",
                "e0                 | Simple values",
                "f3                 | Simple values",
                "f814               | Simple values",
                "f8ff               | Simple values",
                "ff                 | an end without a beginning",
                "8201ff             | an end without a beginning",
                "a16161ff           | an end without a beginning",
                "bf6161ff           | an end without a beginning",
                "1c                 | a reserved length",
                "7e                 | a reserved length",
                "9d                 | a reserved length",
                "fc                 | a reserved length",
                "1f                 | no length",
                "3f                 | no length",
                "62c328             | not UTF-8",
                "61c3               | not UTF-8",
                "62c080             | not UTF-8",
                "63eda080           | not UTF-8",
                "64f4908080         | not UTF-8",
                "a162c32800         | not UTF-8",
                "a10100             | keys of a map are texts",
                "a1f500             | keys of a map are texts",
                "a1406100           | keys of a map are texts",
                "a1c0616100         | keys of a map are texts",
                "bf0100ff           | keys of a map are texts",
                "7f01ff             | parts of a text",
                "7f4161ff           | parts of a text",
                "7f7f6161ffff       | parts of a text",
                "9f                 | ends too early",
                "9f01               | ends too early",
                "bf                 | ends too early",
                "7f6161             | ends too early",
                "8201               | ends too early",
                "a16161             | ends too early",
                "1a0000             | ends too early",
                "f93c               | ends too early",
                "7bffffffffffffffff | ends too early",
                "7a7fffffff         | ends too early",
                "9bffffffffffffffff | ends too early",
                "9a7fffffff         | ends too early",
                "bb7fffffffffffffff | ends too early",
                "0000               | bytes behind the message",
                "a000               | bytes behind the message"
            })
    void whatHasNoCounterpartInJsonIsRefusedWithAReason(String hex, String reason) {
        assertThat(decode(TestCbor.withField(hex)))
                .isInstanceOfSatisfying(DecodedMessage.Malformed.class, malformed -> {
                    assertThat(malformed.error()).isEqualTo("not_cbor");
                    assertThat(malformed.detail()).contains(reason);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f6",
                "f7",
                "f4",
                "f5",
                "bf616101ff",
                "9f01ff",
                "9fff",
                "bfff",
                "7fff",
                "7f61616162ff",
                "7860",
                "f90001",
                "f98000",
                "fa00000001",
                "1817",
                "1b0000000000000001",
                "3bffffffffffffffff",
                "780161",
                "990001 00"
            })
    void everyFormOfWhatJsonHasIsRead(String hex) {
        byte[] message = hex.equals("7860") ? TestCbor.withField("7860" + "61".repeat(0x60)) : TestCbor.withField(hex);
        assertThat(decode(message)).isInstanceOf(DecodedMessage.Envelope.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "f93c00 | 1.0",
                "f90001 | 5.960464477539063E-8",
                "f97bff | 65504.0",
                "fa3dcccccd | 0.10000000149011612",
                "fb3fb999999999999a | 0.1",
                "fb8000000000000000 | -0.0",
                "1bffffffffffffffff | 18446744073709551615",
                "3bffffffffffffffff | -18446744073709551616",
                "f7 | null",
                "7f616163c3a962ff | \"aéb\""
            })
    void aValueOfDataBecomesItsJson(String hex, String json) throws Exception {
        byte[] message = TestCbor.hex("a2 66636d645f6964 192328 6464617461 bf6178" + hex + "ff");

        DecodedMessage.Envelope envelope = (DecodedMessage.Envelope) decode(message);

        assertThat(JSON.readTree(envelope.data())).isEqualTo(JSON.readTree("{\"x\":" + json + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "f7", "f6"})
    void undefinedIsNull(String value) {
        byte[] message = TestCbor.hex("bf 66636d645f6964 192328"
                + (value.isEmpty()
                        ? ""
                        : "6464617461" + value + "68706c6174666f726d" + value + "6a726571756573745f6964" + value)
                + "ff");

        assertThat(decode(message)).isEqualTo(new DecodedMessage.Envelope(9000, "{}", "", null, message.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"81", "9f", "a160", "bf60", "a1780161"})
    void nestingWithoutAnEndIsRefusedWithoutRecursion(String hex) {
        byte[] message = new byte[65_536];
        byte[] unit = TestCbor.hex(hex);
        for (int i = 0; i < message.length; i++) {
            message[i] = unit[i % unit.length];
        }
        DecodedMessage decoded = new CborCodec(1000).decode(message, 0, message.length);

        assertThat(decoded).isInstanceOf(DecodedMessage.Malformed.class);
    }

    @Test
    void streamsOfAnotherEncoderAreRead() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String content = "é\uD83D\uDE00".repeat(5000);
        try (CBORGenerator generator = new CBORFactory().createGenerator(out)) {
            generator.writeStartObject();
            generator.writeNumberField("cmd_id", 2001);
            generator.writeObjectFieldStart("data");
            generator.writeStringField("content", content);
            generator.writeNumberField("f", 0.5f);
            generator.writeEndObject();
            generator.writeEndObject();
        }
        byte[] message = out.toByteArray();
        assertThat(message[0]).as("a map without a length").isEqualTo((byte) 0xBF);

        DecodedMessage.Envelope envelope = (DecodedMessage.Envelope) decode(message);

        assertThat(JSON.readTree(envelope.data()).path("content").textValue()).isEqualTo(content);
        assertThat(envelope.bytes()).isGreaterThanOrEqualTo(message.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"a\":1,\"a\":2}", "{\"a\":1e999}", "[-1e400]"})
    void jsonThatCborDoesNotHaveStaysAText(String data) throws Exception {
        PayloadBuffer into = new PayloadBuffer(64);
        codec.encode(new Notice(4001, "", data, Instant.EPOCH), into);

        assertThat(new ObjectMapper(new CBORFactory())
                        .readTree(into.toByteArray())
                        .path("data")
                        .textValue())
                .isEqualTo(data);
    }

    @Test
    void anIntegerOfMoreThan64BitsBecomesAFloat() throws Exception {
        PayloadBuffer into = new PayloadBuffer(64);
        codec.encode(new Notice(4001, "", "[123456789012345678901234567890]", Instant.EPOCH), into);

        assertThat(new ObjectMapper(new CBORFactory())
                        .readTree(into.toByteArray())
                        .path("data")
                        .path(0)
                        .doubleValue())
                .isEqualTo(1.2345678901234568e29);
    }

    @Test
    void whatIsEncodedIsWhatIsDecodedOfAnyData() throws Exception {
        RandomSeed seed = RandomSeed.get();
        for (int i = 0; i < 3000; i++) {
            String data = RandomJson.object(seed.random(i));
            PayloadBuffer into = new PayloadBuffer(64);
            codec.encode(new Notice(4001, "", data, Instant.EPOCH), into);

            DecodedMessage.Envelope envelope = (DecodedMessage.Envelope) decode(into.toByteArray());

            assertThat(JSON.readTree(envelope.data())).as("%s, %s", seed, data).isEqualTo(JSON.readTree(data));
        }
    }

    /** The first bytes decide most, so these are tried all. */
    @Test
    void allShortMessagesAreAnswered() {
        byte[] message = TestCbor.withField("000000");
        int at = message.length - 3;
        Random random = RandomSeed.get().random(0);
        int answered = 0;
        for (int first = 0; first < 0x10000; first++) {
            message[at] = (byte) (first >> 8);
            message[at + 1] = (byte) first;
            message[at + 2] = (byte) random.nextInt(256);
            for (int length = at; length <= message.length; length++) {
                DecodedMessage decoded = codec.decode(message, 0, length);
                answered += decoded instanceof DecodedMessage.Invalid ? 0 : 1;
            }
        }
        assertThat(answered).isEqualTo(4 * 0x10000);
    }
}
