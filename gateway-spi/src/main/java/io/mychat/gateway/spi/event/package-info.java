/**
 * What happened, for audit, alerts and the host application. Entry point:
 * {@link io.mychat.gateway.spi.event.GatewayListener}.
 */
@NullMarked
package io.mychat.gateway.spi.event;

import org.jspecify.annotations.NullMarked;
