/**
 * The gateway as a program: command line, process, signals and logging.
 *
 * <p>Entry points: {@link io.mychat.gateway.standalone.GatewayCommand}, the program, and
 * {@link io.mychat.gateway.standalone.LoggingModule}, section {@code logging} of its configuration.
 *
 * <p>Neighbours: uses gateway-alerts, gateway-auth, gateway-core, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.standalone;

import org.jspecify.annotations.NullMarked;
