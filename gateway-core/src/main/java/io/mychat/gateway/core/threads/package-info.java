/**
 * The threads that may block, and what becomes of a task when the JVM cannot start one.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.threads.ThreadPools} and
 * {@link io.mychat.gateway.core.threads.Workers}.
 *
 * <p>Neighbours: uses {@code config}, gateway-spi; used by {@code core}, {@code account}, {@code ban},
 * {@code ban.automatic}, {@code buffer}, {@code cluster}, {@code connection}, {@code event}, {@code handler},
 * {@code handler.host}, {@code host}, {@code http}, {@code inbox}, {@code observe.adapter}, {@code plugin},
 * {@code processor}, {@code reload}, {@code rollout}, {@code router}, {@code security.anomaly}, {@code store},
 * {@code watch}.
 */
@NullMarked
package io.mychat.gateway.core.threads;

import org.jspecify.annotations.NullMarked;
