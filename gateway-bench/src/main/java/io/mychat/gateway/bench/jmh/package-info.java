/**
 * Benchmarks of single steps, on JMH.
 *
 * <p>Entry points: {@link io.mychat.gateway.bench.jmh.SpanBenchmark},
 * {@link io.mychat.gateway.bench.jmh.CommandBenchmark}.
 *
 * <p>Neighbours: uses gateway-core, gateway-observability, gateway-spi, gateway-testkit; used by none.
 */
@NullMarked
package io.mychat.gateway.bench.jmh;

import org.jspecify.annotations.NullMarked;
