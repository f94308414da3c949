package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretValidationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "your_secret_key",
                "Zq3vR8tLw1Xy6Nb0Kd5Hf2Js9Pc4Gm7",
                "your_secret_key_your_secret_key_your_secret_key",
                "changemechangemechangemechangeme",
                "CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME",
                "your_secret_key_12345678901234567890",
                "                                        ",
            })
    void aShortSecretOrAPlaceholderIsRefused(String secret) {
        assertThat(SecretValidation.fault(secret)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zq3vR8tLw1Xy6Nb0Kd5Hf2Js9Pc4Gm7U",
                "correct horse battery staple on seven hills",
                "secret: Zq3vR8tLw1Xy6Nb0Kd5H and some more",
                "0123456789abcdef0123456789abcdef",
                "mychat-gateway-jwt-secret-key-for-tests-1234",
                "天地玄黃宇宙洪荒日月盈昃辰宿列張",
            })
    void aSecretOfItsOwnWillDo(String secret) {
        assertThat(SecretValidation.fault(secret)).isEmpty();
    }

    @Test
    void whatTheHelpSaysToMakeIsAccepted() {
        SecureRandom random = new SecureRandom();
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            assertThat(SecretValidation.fault(Base64.getEncoder().encodeToString(bytes)))
                    .isEmpty();
            assertThat(SecretValidation.fault(HexFormat.of().formatHex(bytes))).isEmpty();
        }
    }

    @Test
    void aFaultDoesNotQuoteTheSecret() {
        assertThat(SecretValidation.fault("hunter2")).get().asString().doesNotContain("hunter2");
    }
}
