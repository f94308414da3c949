/**
 * The hooks of plug-ins: their order, their deadlines, and what their failures mean (docs/plugins.md).
 *
 * <p>Entry point: {@link io.mychat.gateway.core.hook.GatewayHooks}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code core}, {@code chat}, {@code handshake}, {@code login},
 * {@code plugin}.
 */
@NullMarked
package io.mychat.gateway.core.hook;

import org.jspecify.annotations.NullMarked;
