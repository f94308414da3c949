/**
 * LogManager of specification 2.2: section {@code logging} of the configuration, applied to Logback.
 *
 * <p>Entry point: {@link io.mychat.gateway.logging.LoggingModuleProvider}.
 *
 * <p>Logback configurations name {@link io.mychat.gateway.logging.LineEncoder} and {@link
 * io.mychat.gateway.logging.NumberedLineLimit}.
 *
 * <p>Neighbours: uses gateway-spi; used by standalone.
 */
@NullMarked
package io.mychat.gateway.logging;

import org.jspecify.annotations.NullMarked;
