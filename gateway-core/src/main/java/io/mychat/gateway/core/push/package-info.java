/**
 * Pushes of back-ends to connected users: one push for each idempotency key, and none of them stored.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.push.PushService}.
 *
 * <p>Neighbours: uses {@code cluster}, {@code codec}, gateway-spi; used by {@code core}, {@code host},
 * {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.push;

import org.jspecify.annotations.NullMarked;
