package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenKeyTest {

    @Test
    void weakKeysAreRefused() {
        RSAPublicKey small = (RSAPublicKey) TestKeys.rsa(1024).getPublic();
        ECPublicKey otherCurve = (ECPublicKey) TestKeys.ec("secp384r1").getPublic();
        assertThatThrownBy(() -> TokenKey.rs256("", small)).hasMessageContaining("2048");
        assertThatThrownBy(() -> TokenKey.es256("", otherCurve)).hasMessageContaining("P-256");
        assertThatThrownBy(() -> TokenKey.hs256("", "short")).hasMessageContaining("32 bytes");
    }

    @Test
    void twoHalvesOfDifferentKeysAreRefused() {
        RSAPublicKey rsa = (RSAPublicKey) TestKeys.rsa(2048).getPublic();
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
