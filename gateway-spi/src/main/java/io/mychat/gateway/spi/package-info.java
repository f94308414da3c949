/**
 * Where a plug-in author starts: {@link io.mychat.gateway.spi.GatewayPlugin} adds commands, and
 * {@link io.mychat.gateway.spi.ModuleProvider} brings stores, transports and token services.
 */
@NullMarked
package io.mychat.gateway.spi;

import org.jspecify.annotations.NullMarked;
