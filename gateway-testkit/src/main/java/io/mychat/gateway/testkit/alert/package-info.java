/**
 * The contract suite of {@link io.mychat.gateway.spi.alert.AlertChannel}, and a channel in memory.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.alert.AlertChannelContract} and
 * {@link io.mychat.gateway.testkit.alert.InMemoryAlertChannel}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.testkit.alert;

import org.jspecify.annotations.NullMarked;
