package io.mychat.gateway.redis.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes on the bus, as the previous release has sent them. */
class EnvelopeTest {

    /** Version 1, topic 1, the node id "node-é", and a message of JSON. */
    private static final String PREVIOUS = "010100076e6f64652dc3a97b2276223a317d";

    @Test
    void anEnvelopeOfThePreviousReleaseIsRead() {
        Envelope envelope = Envelope.read(HexFormat.of().parseHex(PREVIOUS)).orElseThrow();

        assertThat(envelope.from()).isEqualTo("node-é");
        assertThat(new String(envelope.content(), StandardCharsets.UTF_8)).isEqualTo("{\"v\":1}");
        assertThat(HexFormat.of().formatHex(envelope.bytes())).isEqualTo(PREVIOUS);
    }

    @Test
    void otherVersionsTopicsAndTornBytesAreNone() {
        for (String bytes :
                new String[] {"", "01", "0101", "010100", "01010007", "0201000161", "0102000161", "0101ffff61"}) {
            assertThat(Envelope.read(HexFormat.of().parseHex(bytes))).as(bytes).isEmpty();
        }
    }
}
