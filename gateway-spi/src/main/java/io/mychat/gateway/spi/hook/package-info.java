/**
 * What a plug-in can decide on the way of others: handshakes, logins, logouts and messages.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.hook.Hooks}.
 *
 * <p>Neighbours: uses {@code chat}, {@code session}; used by {@code spi}, gateway-core, plugin.
 */
@NullMarked
package io.mychat.gateway.spi.hook;

import org.jspecify.annotations.NullMarked;
