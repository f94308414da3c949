package io.mychat.gateway.backends.pool;

import io.mychat.gateway.backends.http.HttpSender;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.function.DoubleSupplier;

/**
 * The dependencies of {@link Service} and its servers.
 *
 * @param random returns numbers from 0 to 1; thread-safe
 */
public record PoolDependencies(HttpSender sender, TimeSource time, DoubleSupplier random) {}
