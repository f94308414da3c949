/**
 * Starts servers and clients as processes, sends them commands, and summarises the results of several rounds.
 *
 * <p>Entry points: {@link io.mychat.gateway.bench.driver.Server} and {@link io.mychat.gateway.bench.driver.Load}.
 *
 * <p>Neighbours: uses {@code client}, {@code client.dialect}, {@code peer}, {@code server}, {@code sessions}; used by
 * {@code bench}, {@code report}.
 */
@NullMarked
package io.mychat.gateway.bench.driver;

import org.jspecify.annotations.NullMarked;
