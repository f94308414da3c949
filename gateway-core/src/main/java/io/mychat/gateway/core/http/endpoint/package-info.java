/**
 * The resources of the HTTP API, one class for each group of paths.
 *
 * <p>Entry points: each public class is a group of endpoints, {@link io.mychat.gateway.core.http.endpoint.TokenEndpoints} the
 * largest.
 *
 * <p>Neighbours: uses {@code audit}, {@code auth}, {@code ban}, {@code chat}, {@code cluster}, {@code codec},
 * {@code config}, {@code connection}, {@code http}, {@code inbox}, {@code login}, {@code observe}, {@code protocol},
 * {@code push}, {@code reload}, {@code rollout}, {@code security.login}, {@code status}, {@code trace}, gateway-spi;
 * used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.http.endpoint;

import org.jspecify.annotations.NullMarked;
