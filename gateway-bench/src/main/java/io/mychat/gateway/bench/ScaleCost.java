package io.mychat.gateway.bench;

/**
 * What something costs: one message, or a second of a cluster.
 *
 * @param gatewayMicros processor time of all gateways
 * @param redisMicros processor time of Redis
 * @param redisCommands commands of clients and of scripts
 * @param redisBytes read and written by Redis
 * @param clientBytes of frames, both ways
 */
record ScaleCost(
        double gatewayMicros, double redisMicros, double redisCommands, double redisBytes, double clientBytes) {

    static final ScaleCost NONE = new ScaleCost(0, 0, 0, 0, 0);

    ScaleCost plus(ScaleCost other) {
        return new ScaleCost(
                gatewayMicros + other.gatewayMicros,
                redisMicros + other.redisMicros,
                redisCommands + other.redisCommands,
                redisBytes + other.redisBytes,
                clientBytes + other.clientBytes);
    }

    ScaleCost times(double factor) {
        return new ScaleCost(
                gatewayMicros * factor,
                redisMicros * factor,
                redisCommands * factor,
                redisBytes * factor,
                clientBytes * factor);
    }

    ScaleCost minus(ScaleCost other) {
        return plus(other.times(-1));
    }
}
