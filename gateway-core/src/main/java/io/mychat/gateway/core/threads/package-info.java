/**
 * Threads, and what becomes of a task when the JVM gives none. Entry point: {@link io.mychat.gateway.core.threads.Workers};
 * the composition root makes them, the other rooms see an {@link java.util.concurrent.Executor}. Knows no other room.
 */
@NullMarked
package io.mychat.gateway.core.threads;

import org.jspecify.annotations.NullMarked;
