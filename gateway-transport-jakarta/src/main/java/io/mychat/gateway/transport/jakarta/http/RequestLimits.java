package io.mychat.gateway.transport.jakarta.http;

import io.mychat.gateway.spi.time.TimeSource;
import io.mychat.gateway.spi.transport.BufferBudget;
import java.time.Duration;

/**
 * The limits of requests.
 *
 * @param maxBodyBytes the largest body that is read
 * @param maxRequests the largest number of requests that are being answered, on threads of the container
 * @param bodyTimeout the time limit for receiving a body
 */
public record RequestLimits(
        int maxBodyBytes, int maxRequests, Duration bodyTimeout, BufferBudget buffers, TimeSource time) {}
