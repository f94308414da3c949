package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.codec.EnvelopeBuilder;
import io.mychat.gateway.testkit.RandomSeed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scanner decides about is decided as by the general reader, and usual messages are among it. */
class EnvelopeScannerTest {

    private static final int DEPTH = 4;

    private static final List<String> MESSAGES = List.of(
            "{\"cmd_id\":3001,\"request_id\":\"heartbeat-42\",\"data\":\"{}\",\"user_id\":\"u\",\"v\":\"1.0.0\"}",
            "{\"cmd_id\":2001,\"request_id\":7,\"data\":\"{\\\"to_user\\\":\\\"bob\\\",\\\"content\\\":\\\"a\\\\nb\\\"}\"}",
            "{\"cmd_id\":2001,\"data\":{\"to_user\":\"b\",\"n\":[1,{\"a\":true},null,[]],\"o\":{}},\"platform\":\"web\"}",
            " { \"cmd_id\" : 2004 , \"data\" : { \"inbox_seq\" : 12 } , \"timestamp\" : 17 }\n",
            "{\"cmd_id\":2001,\"data\":{\"content\":\"\u4F60\u597D \uD83D\uDE00\"},\"platform\":\"\u00E9\"}",
            "{\"platform\":\"a\\tb\\/\\\"\\\\\",\"cmd_id\":4294967295,\"request_id\":\"\u597D\"}");

    private static final byte[] PIECES =
            "{}[]:,\"\\/ \t\n019-+.eEtrufalsn\u00E9\u0001".getBytes(StandardCharsets.UTF_8);

    private final MessageDecoder decoder = new MessageDecoder(new Json(DEPTH, 1000));

    private static @Nullable DecodedMessage scan(byte[] bytes, int offset, int length) {
        return EnvelopeScanner.scan(
                bytes, offset, length, DEPTH, new EnvelopeBuilder("a string that holds JSON, or a JSON object"));
    }

    @Test
    void usualMessagesAreScanned() {
        for (String message : MESSAGES) {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);

            assertThat(scan(bytes, 0, bytes.length))
                    .as(message)
                    .isInstanceOf(DecodedMessage.Envelope.class)
                    .isEqualTo(decoder.decodeAny(bytes, 0, bytes.length));
        }
    }

    @Test
    void aMessageStandsAnywhereInTheBuffer() {
        byte[] message = MESSAGES.get(1).getBytes(StandardCharsets.UTF_8);
        byte[] buffer = new byte[message.length + 20];
        Arrays.fill(buffer, (byte) '"');
        System.arraycopy(message, 0, buffer, 7, message.length);

        assertThat(scan(buffer, 7, message.length)).isEqualTo(decoder.decodeAny(message, 0, message.length));
        assertThat(scan(buffer, 7, message.length - 1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cmd_id\":2001,\"data\":{\"a\":{\"b\":{\"c\":1}}}}",
                "{\"cmd_id\":2001,\"data\":{\"a\":[[[1]]]}}",
                "{\"cmd_id\":2001,\"data\":{\"a\":{\"b\":{}}}}",
                "{\"cmd_id\":2001,\"data\":{\"a\":[[]]}}"
            })
    void nestingIsBoundedAsBefore(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(decoder.decode(bytes, 0, bytes.length)).isEqualTo(decoder.decodeAny(bytes, 0, bytes.length));
    }

    @Test
    void mutatedMessagesAreDecidedAsByTheGeneralReader() {
        RandomSeed seed = RandomSeed.get();
        Random random = seed.random(0);
        int scanned = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = mutated(random);
            DecodedMessage usual = scan(bytes, 0, bytes.length);
            if (usual != null) {
                scanned++;
                assertThat(usual)
                        .as(new String(bytes, StandardCharsets.UTF_8))
                        .isEqualTo(decoder.decodeAny(bytes, 0, bytes.length));
            }
        }
        assertThat(scanned).as(seed.toString()).isGreaterThan(10_000);
    }

    private static byte[] mutated(Random random) {
        byte[] bytes = MESSAGES.get(random.nextInt(MESSAGES.size())).getBytes(StandardCharsets.UTF_8);
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = PIECES[random.nextInt(PIECES.length)];
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = joined(bytes, at, at + 1 + random.nextInt(bytes.length - at));
                default -> bytes = joined(bytes, at, random.nextInt(at + 1));
            }
            if (bytes.length == 0) {
                return bytes;
            }
        }
        return bytes;
    }

    /** The bytes up to {@code end} and those from {@code begin} on: some are missing, or there twice. */
    private static byte[] joined(byte[] bytes, int end, int begin) {
        byte[] joined = Arrays.copyOf(bytes, end + bytes.length - begin);
        System.arraycopy(bytes, begin, joined, end, bytes.length - begin);
        return joined;
    }
}
