/**
 * Threads for what may block.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.threads.DaemonThreadPool}.
 *
 * <p>Neighbours: uses none; used by gateway-acme, gateway-alerts, gateway-auth, gateway-core, gateway-oidc,
 * gateway-redis, gateway-transport-common, gateway-transport-jakarta, gateway-transport-nio, gateway-tyrus.
 */
@NullMarked
package io.mychat.gateway.spi.threads;

import org.jspecify.annotations.NullMarked;
