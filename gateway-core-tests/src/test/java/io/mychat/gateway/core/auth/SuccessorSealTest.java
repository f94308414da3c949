package io.mychat.gateway.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuccessorSealTest {

    private final SuccessorSeal seal = new SuccessorSeal();

    @Test
    void eachTokenOpensTheNext() {
        List<String> sealed = List.of(seal.seal("t1", "t2"), seal.seal("t2", "t3"), seal.seal("t3", "t4"));

        assertThat(seal.open("t1", sealed)).contains("t4");
        assertThat(seal.open("t1", sealed.subList(0, 1))).contains("t2");
    }

    @Test
    void nothingElseOpensIt() {
        String sealed = seal.seal("t1", "t2");

        assertThat(seal.open("t2", List.of(sealed))).isEmpty();
        assertThat(seal.open(SecretHash.of("t1"), List.of(sealed))).isEmpty();
        assertThat(seal.open("t1", List.of(seal.seal("t1", "t2"), seal.seal("else", "t3"))))
                .isEmpty();
    }

    @Test
    void whatWasChangedOrIsNoneOfOursIsNotOpened() {
        byte[] bytes = Base64.getUrlDecoder().decode(seal.seal("t1", "t2"));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
            assertThat(seal.open("t1", List.of(text))).as("byte %s", i).isEmpty();
        }
        for (String rubbish : List.of("", "AAAA", "not base64!", "A".repeat(16), "A".repeat(40))) {
            assertThat(seal.open("t1", List.of(rubbish))).as(rubbish).isEmpty();
        }
    }

    @Test
    void theSealedTextShowsNothingAndIsNeverTheSame() {
        String one = seal.seal("t1", "a token of some length");
        String other = seal.seal("t1", "a token of some length");

        assertThat(one).isNotEqualTo(other);
        assertThat(new String(Base64.getUrlDecoder().decode(one), StandardCharsets.ISO_8859_1))
                .doesNotContain("token");
    }
}
