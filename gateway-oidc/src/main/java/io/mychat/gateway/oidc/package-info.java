/**
 * Access tokens of OpenID Connect providers.
 *
 * <p>Entry point: {@link io.mychat.gateway.oidc.OidcModuleProvider}.
 *
 * <p>Neighbours: uses gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.oidc;

import org.jspecify.annotations.NullMarked;
