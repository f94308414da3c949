/**
 * A host application with a gateway inside.
 *
 * <p>Entry point: {@link io.mychat.gateway.example.embedded.EmbeddedGateway}.
 *
 * <p>Neighbours: uses gateway-auth, gateway-core, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.example.embedded;

import org.jspecify.annotations.NullMarked;
