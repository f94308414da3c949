/**
 * Publish and subscribe. A subscription that looks alive and receives nothing is found here, and nowhere else.
 *
 * <p>Entry points: {@link io.mychat.gateway.redis.subscription.ProbedSubscription}, which receives the messages of a
 * channel, and {@link io.mychat.gateway.redis.subscription.Publisher}.
 *
 * <p>Neighbours: uses {@code client}, {@code connection}, {@code schedule}, gateway-spi; used by {@code redis},
 * {@code bus}, {@code chat.notification}.
 */
@NullMarked
package io.mychat.gateway.redis.subscription;

import org.jspecify.annotations.NullMarked;
