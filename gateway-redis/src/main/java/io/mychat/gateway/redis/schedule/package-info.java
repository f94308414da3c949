/**
 * Repetition: when a failed call or a periodic job runs again.
 *
 * <p>Entry points: {@link io.mychat.gateway.spi.time.Backoff}, the pauses after failures, and
 * {@link io.mychat.gateway.redis.schedule.BackgroundTask}, which repeats a job on a thread of its own.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code chat}, {@code client}, {@code node}, {@code session},
 * {@code subscription}.
 */
@NullMarked
package io.mychat.gateway.redis.schedule;

import org.jspecify.annotations.NullMarked;
