/**
 * Time as a dependency, so that no test has to sleep.
 *
 * <p>Entry point: {@link io.mychat.gateway.spi.time.TimeSource}.
 *
 * <p>Neighbours: uses none; used by {@code spi}, {@code backend}, {@code config}, {@code event}, {@code message},
 * gateway-acme, gateway-alerts, gateway-auth, gateway-backends, gateway-codec-cbor, gateway-core, gateway-oidc,
 * gateway-redis, gateway-spring-boot-starter, gateway-test, gateway-testkit, gateway-transport-common,
 * gateway-transport-jakarta, gateway-transport-nio, gateway-transport-undertow, gateway-tyrus.
 */
@NullMarked
package io.mychat.gateway.spi.time;

import org.jspecify.annotations.NullMarked;
