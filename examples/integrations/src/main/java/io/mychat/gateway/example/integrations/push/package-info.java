/**
 * A push service that is told of messages over a webhook.
 *
 * <p>Entry point: {@link io.mychat.gateway.example.integrations.push.PushGateway}.
 *
 * <p>Neighbours: uses gateway-auth, gateway-core, gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.example.integrations.push;

import org.jspecify.annotations.NullMarked;
