package io.mychat.gateway.bench.server;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.time.Duration;
import java.time.Instant;

/** Login messages (1002) with tokens that somebody else than the gateway has issued. Not thread-safe. */
public final class TokenLogins {

    private final Algorithm algorithm;
    private final Instant expires = Instant.now().plus(Duration.ofHours(1));

    /** @param secret that of the gateway */
    public TokenLogins(String secret) {
        this.algorithm = Algorithm.HMAC256(secret);
    }

    /** @param client the number of the client, which names its token and its device */
    public String login(int client, String user, String platform) {
        String token = JWT.create()
                .withSubject(user)
                .withJWTId("token-" + client)
                .withClaim("platform", platform)
                .withClaim("device_id", "device-" + client)
                .withIssuedAt(Instant.now())
                .withExpiresAt(expires)
                .sign(algorithm);
        return "{\"cmd_id\":1002,\"data\":{\"token\":\"" + token + "\"}}";
    }
}
