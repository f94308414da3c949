package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.testkit.TestRsaKeys;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenKeyTest {

    @Test
    void aSigningKeyThatNobodyAcceptedBeforeIsWarnedOf() {
        TokenKey old = TokenKey.hs256("k1", "an old secret, and long enough for this");
        TokenKey next = TokenKey.hs256("k2", "a new secret, and long enough for this");
        KeyRing before = KeyRing.of(old, List.of());
        KeyRing added = KeyRing.of(old, List.of(next));
        KeyRing used = KeyRing.of(next, List.of(old));

        assertThat(used.warningAfter(before))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .contains("\"k2\"", "auth.verification_keys")
                        .doesNotContain("long enough"));
        assertThat(added.warningAfter(before)).isEmpty();
        assertThat(used.warningAfter(added)).isEmpty();
        assertThat(KeyRing.of(TokenKey.hs256("k1", "another secret under the same id, sorry"), List.of())
                        .warningAfter(before))
                .isPresent();
    }

    @Test
    void weakKeysAreRefused() {
        RSAPublicKey small = (RSAPublicKey) TestRsaKeys.of(1024).getPublic();
        ECPublicKey otherCurve = (ECPublicKey) TestKeys.ec("secp384r1").getPublic();
        assertThatThrownBy(() -> TokenKey.rs256("", small)).hasMessageContaining("2048");
        assertThatThrownBy(() -> TokenKey.es256("", otherCurve)).hasMessageContaining("P-256");
        assertThatThrownBy(() -> TokenKey.hs256("", "short")).hasMessageContaining("32 bytes");
    }

    @Test
    void twoHalvesOfDifferentKeysAreRefused() {
        RSAPublicKey rsa = (RSAPublicKey) TestRsaKeys.other(2048).getPublic();
        ECPublicKey ec = (ECPublicKey) TestKeys.ec("secp256r1").getPublic();
        assertThatThrownBy(() -> TokenKey.rs256("", rsa, (RSAPrivateKey) TestKeys.RSA.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pair");
        assertThatThrownBy(() -> TokenKey.es256("", ec, (ECPrivateKey) TestKeys.EC.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pair");
    }

    @Test
    void aRingNeedsASigningKeyAndUniqueIds() {
        TokenKey open = TokenKey.rs256("a", (RSAPublicKey) TestKeys.RSA.getPublic());
        assertThatThrownBy(() -> KeyRing.of(open, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyRing.of(TestKeys.hs256("a"), List.of(open)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
