package io.mychat.gateway.attack.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The parts of a token that an attacker writes. The payload stands in base64url, as it was seen on another token. */
record ForgedToken(String header, String payload) {

    static String encode(String text) {
        return encode(text.getBytes(UTF_8));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String signed() {
        return encode(header) + "." + payload;
    }

    String unsigned() {
        return signed() + ".";
    }

    /** @param signature in base64url */
    String with(String signature) {
        return unsigned() + signature;
    }

    /** Signed with a shared secret of the attacker's choice. */
    String hmac(String algorithm, byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return with(encode(mac.doFinal(signed().getBytes(UTF_8))));
    }

    /** Signed with the attacker's own key pair. */
    String rsa(PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(signed().getBytes(UTF_8));
        return with(encode(signature.sign()));
    }
}
