/**
 * The console for operators: static files below {@code /console}, which work with the HTTP API of the gateway.
 *
 * <p>Entry point: {@link io.mychat.gateway.console.ConsoleModuleProvider}.
 *
 * <p>Neighbours: uses gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.console;

import org.jspecify.annotations.NullMarked;
