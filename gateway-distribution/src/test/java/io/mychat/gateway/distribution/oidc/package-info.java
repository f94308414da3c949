/** Gateways beside a real provider of OpenID Connect. */
@NullMarked
package io.mychat.gateway.distribution.oidc;

import org.jspecify.annotations.NullMarked;
