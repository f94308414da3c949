/**
 * The plumbing of the HTTP API, described by {@code openapi.json}: finds the endpoint, authenticates the caller, reads the
 * body and writes the answer.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.http.HttpApi}, which routes requests, and
 * {@link io.mychat.gateway.core.http.EndpointGroup}, which an addition implements.
 *
 * <p>Neighbours: uses {@code ban}, {@code codec}, {@code config}, {@code config.security}, {@code login},
 * {@code protocol}, {@code security}, {@code security.login}, {@code threads}, gateway-spi; used by {@code core},
 * {@code http.endpoint}, {@code http.events}.
 */
@NullMarked
package io.mychat.gateway.core.http;

import org.jspecify.annotations.NullMarked;
