/**
 * The threads that may block, and what becomes of a task when the JVM cannot start one.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.threads.Workers}.
 *
 * <p>Neighbours: uses none; used by {@code core}, {@code connection}, {@code processor}.
 */
@NullMarked
package io.mychat.gateway.core.threads;

import org.jspecify.annotations.NullMarked;
