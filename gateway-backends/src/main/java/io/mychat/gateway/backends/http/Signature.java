package io.mychat.gateway.backends.http;

import io.mychat.gateway.spi.backend.ServiceSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The header {@code X-Gateway-Signature}, which proves that the gateway has sent a call, and when. */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /** {@code t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">}, with a {@code v1} for each secret. */
    static String of(List<ServiceSecret> secrets, Instant now, byte[] body) {
        String seconds = Long.toString(now.getEpochSecond());
        StringBuilder header = new StringBuilder("t=").append(seconds);
        secrets.forEach(secret -> header.append(",v1=").append(mac(secret, seconds, body)));
        return header.toString();
    }

    private static String mac(ServiceSecret secret, String seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM, e);
        }
    }
}
