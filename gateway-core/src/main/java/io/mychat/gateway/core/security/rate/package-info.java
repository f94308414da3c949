/**
 * Token buckets: the rate of messages of a connection, and the quotas of a user in messages and bytes.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.security.rate.MessageRate} for one connection and
 * {@link io.mychat.gateway.core.security.rate.UserQuotas} for all connections of a user.
 *
 * <p>Neighbours: uses {@code config}, {@code config.security}, {@code security}, {@code store}, gateway-spi; used by
 * {@code core}, {@code handshake}, {@code processor}.
 */
@NullMarked
package io.mychat.gateway.core.security.rate;

import org.jspecify.annotations.NullMarked;
