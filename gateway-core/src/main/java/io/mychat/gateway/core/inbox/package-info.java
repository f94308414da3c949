/**
 * Delivery of stored messages to live sessions, in order and without gaps.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.inbox.InboxDelivery}.
 *
 * <p>Neighbours: uses {@code codec}, {@code connection}, {@code event}, {@code observe}, {@code protocol},
 * {@code threads}, {@code tracelog}, gateway-spi; used by {@code core}, {@code handler}, {@code handshake},
 * {@code http.endpoint}, {@code login}.
 */
@NullMarked
package io.mychat.gateway.core.inbox;

import org.jspecify.annotations.NullMarked;
