/**
 * Connections and seats: who is connected, who may be. Neighbours: the processor asks it, the store behind it decides.
 * Entry point for one process: {@link io.mychat.gateway.core.connection.InMemorySessionStore}.
 */
@NullMarked
package io.mychat.gateway.core.connection;

import org.jspecify.annotations.NullMarked;
