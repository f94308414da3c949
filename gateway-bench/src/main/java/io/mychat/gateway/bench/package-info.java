/**
 * Benchmarks as programs: {@link io.mychat.gateway.bench.BenchCommand} and its sub-commands. They measure through {@code
 * driver}, which starts the servers of {@code target} and the load of {@code client} as processes of their own.
 */
@NullMarked
package io.mychat.gateway.bench;

import org.jspecify.annotations.NullMarked;
