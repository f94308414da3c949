/**
 * The HTTP API as transport-neutral endpoints, described by {@code openapi.json}.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.http.HttpApi}, which routes requests, and
 * {@link io.mychat.gateway.core.http.EndpointGroup}, which an addition implements.
 *
 * <p>Neighbours: uses {@code auth}, {@code cluster}, {@code codec}, {@code config}, {@code connection},
 * {@code observe}, {@code protocol}, {@code push}, {@code reload}, {@code security}, gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.http;

import org.jspecify.annotations.NullMarked;
