/**
 * The values that the gateway and a client exchange.
 *
 * <p>Entry point: {@link io.mychat.gateway.client.data.Delivered}.
 *
 * <p>Neighbours: uses none; used by {@code client}, java-client, standalone.
 */
@NullMarked
package io.mychat.gateway.client.data;

import org.jspecify.annotations.NullMarked;
