/**
 * What the client takes from its surroundings; everything can be replaced.
 *
 * <p>Entry point: {@link io.mychat.gateway.client.port.Sockets}.
 *
 * <p>Neighbours: uses none; used by {@code client}, {@code jackson}, {@code jdk}.
 */
@NullMarked
package io.mychat.gateway.client.port;

import org.jspecify.annotations.NullMarked;
