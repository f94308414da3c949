package io.mychat.gateway.core.connection;

import java.time.Duration;

/**
 * The time-outs of a connection that are the same for all (protocol.md 1.2).
 *
 * @param authentication how long a connection may stay without login
 * @param ping after how long without any sign of life the server pings
 * @param pong how long the answer may take
 */
public record TimeLimits(Duration authentication, Duration ping, Duration pong) {}
