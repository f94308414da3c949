/**
 * One message and the handler that answers it.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.message.MessageHandler}.
 *
 * <p>Neighbours: uses {@code session}, {@code time}; used by {@code spi}, {@code backend}, {@code chat}, {@code codec},
 * gateway-auth, gateway-backends, gateway-bench, gateway-codec-cbor, gateway-core, embedded, plugin, spring-boot,
 * gateway-oidc, gateway-redis, gateway-spring-boot-starter, gateway-spring-boot-test, gateway-testkit.
 */
@NullMarked
package io.mychat.gateway.spi.message;

import org.jspecify.annotations.NullMarked;
