package io.mychat.gateway.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The first byte of a word that does not stand for itself in a string is found, whatever is behind it. */
class JsonCharactersTest {

    @Test
    void eachByteAtEachPlaceIsJudgedAsAlone() {
        long[] surroundings = {'a', ' ', '~', '!', '#', '[', ']', 0x7F};
        for (long around : surroundings) {
            for (int value = 0; value < 256; value++) {
                for (int place = 0; place < Long.BYTES; place++) {
                    long word = 0;
                    for (int i = 0; i < Long.BYTES; i++) {
                        // Behind the place stands what is special, too, so that the first one counts.
                        long there = i < place ? around : i == place ? value : 0xFF - value;
                        word |= there << (Byte.SIZE * i);
                    }
                    int plain = JsonCharacters.plainBytes(word);
                    if (JsonCharacters.isPlain((byte) value)) {
                        assertThat(plain)
                                .as("%x at %d of %x", value, place, word)
                                .isGreaterThan(place);
                    } else {
                        assertThat(plain)
                                .as("%x at %d of %x", value, place, word)
                                .isEqualTo(place);
                    }
                }
            }
        }
    }

    @Test
    void aWholeWordMayBePlain() {
        assertThat(JsonCharacters.plainBytes(0x6162636465666768L)).isEqualTo(Long.BYTES);
    }
}
