package io.mychat.gateway.bench.driver;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The shared settings of the gateways of one cluster.
 *
 * @param secret signs all tokens
 * @param keyPrefix the prefix of all keys in Redis
 */
public record Cluster(String secret, String redisHost, int redisPort, String keyPrefix) {

    /** A separate cluster on a shared Redis server. */
    public static Cluster on(RedisServer redis) {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String prefix = "bench-" + HexFormat.of().formatHex(random, 0, 4) + ":";
        return new Cluster(Base64.getEncoder().encodeToString(random), redis.host(), redis.port(), prefix);
    }

    /** The settings as arguments of the gateway's program. */
    List<String> arguments() {
        return List.of(secret, redisHost, String.valueOf(redisPort), keyPrefix);
    }
}
