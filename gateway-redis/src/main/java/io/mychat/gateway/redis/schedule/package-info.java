/**
 * When something is done again. Entry points: {@link io.mychat.gateway.redis.schedule.Backoff}, the one rule for pauses after
 * failures, and {@link io.mychat.gateway.redis.schedule.BackgroundTask}, which repeats a job on a thread of its own. Neighbours: all
 * other rooms of this module use them, and they use none.
 */
@NullMarked
package io.mychat.gateway.redis.schedule;

import org.jspecify.annotations.NullMarked;
