/**
 * The servers that are compared, each a program of its own: the gateway, and two that only echo. The neighbour {@code
 * driver} starts them and talks to them through {@link io.mychat.gateway.bench.server.Control}.
 */
@NullMarked
package io.mychat.gateway.bench.server;

import org.jspecify.annotations.NullMarked;
