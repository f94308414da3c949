/**
 * The channels: e-mail, DingTalk, WeCom, PagerDuty, text messages over a provider's HTTP interface, and webhooks.
 *
 * <p>Entry point: {@link io.mychat.gateway.alerts.channel.ChannelSettings}.
 *
 * <p>Neighbours: uses {@code text}, gateway-spi; used by {@code alerts}.
 */
@NullMarked
package io.mychat.gateway.alerts.channel;

import org.jspecify.annotations.NullMarked;
