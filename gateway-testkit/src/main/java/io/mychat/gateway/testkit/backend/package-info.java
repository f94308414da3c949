/**
 * The contract suite of {@link io.mychat.gateway.spi.backend.BackendServices}, and an implementation without a network.
 *
 * <p>Entry points: {@link io.mychat.gateway.testkit.backend.BackendServicesContract} and
 * {@link io.mychat.gateway.testkit.backend.InMemoryBackendServices}.
 *
 * <p>Neighbours: uses {@code testkit}, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.testkit.backend;

import org.jspecify.annotations.NullMarked;
