/**
 * The gateway as a program: command line, process and signals.
 *
 * <p>Entry point: {@link io.mychat.gateway.standalone.GatewayCommand}.
 *
 * <p>Neighbours: uses {@code load}, gateway-alerts, gateway-auth, gateway-core, gateway-logging, gateway-spi; used by
 * none.
 */
@NullMarked
package io.mychat.gateway.standalone;

import org.jspecify.annotations.NullMarked;
