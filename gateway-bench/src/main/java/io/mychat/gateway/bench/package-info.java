/**
 * Benchmarks as programs.
 *
 * <p>Entry point: {@link io.mychat.gateway.bench.BenchCommand}; its sub-commands are the benchmarks.
 *
 * <p>The servers under test and the load run as processes of their own.
 *
 * <p>Neighbours: uses {@code driver}, {@code report}, {@code server}; used by none.
 */
@NullMarked
package io.mychat.gateway.bench;

import org.jspecify.annotations.NullMarked;
