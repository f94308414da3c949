/**
 * What clients say to the gateway and to its peers.
 *
 * <p>Entry point: {@link io.mychat.gateway.bench.client.dialect.Dialects}.
 *
 * <p>Neighbours: uses none; used by {@code client}, {@code driver}.
 */
@NullMarked
package io.mychat.gateway.bench.client.dialect;

import org.jspecify.annotations.NullMarked;
