/**
 * Benchmarks of single steps, on JMH.
 *
 * <p>Entry points: {@link io.mychat.gateway.bench.jmh.SpanBenchmark},
 * {@link io.mychat.gateway.bench.jmh.CommandBenchmark}, {@link io.mychat.gateway.bench.jmh.CodecBenchmark},
 * {@link io.mychat.gateway.bench.jmh.RouteBenchmark}.
 *
 * <p>Neighbours: uses gateway-codec-cbor, gateway-core, gateway-observability, gateway-spi, gateway-testkit; used by
 * none.
 */
@NullMarked
package io.mychat.gateway.bench.jmh;

import org.jspecify.annotations.NullMarked;
