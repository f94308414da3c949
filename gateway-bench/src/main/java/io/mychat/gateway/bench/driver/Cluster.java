package io.mychat.gateway.bench.driver;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What the gateways of one cluster share.
 *
 * @param secret signs the tokens of all of them
 * @param keyPrefix before every name in Redis
 */
public record Cluster(String secret, String redisHost, int redisPort, String keyPrefix) {

    /** A cluster of its own on a Redis server that others use too. */
    public static Cluster on(RedisServer redis) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String prefix = "bench-" + HexFormat.of().formatHex(random, 0, 4) + ":";
        return new Cluster(Base64.getEncoder().encodeToString(random), redis.host(), redis.port(), prefix);
    }

    /** As the gateway's program takes them. */
    List<String> arguments() {
        return List.of(secret, redisHost, String.valueOf(redisPort), keyPrefix);
    }
}
