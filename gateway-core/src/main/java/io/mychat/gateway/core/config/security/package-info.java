/**
 * The section {@code security} of the configuration as immutable records: limits, callers of the HTTP API, and
 * anomalies.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.config.security.SecurityConfig}.
 *
 * <p>Neighbours: uses {@code config}; used by {@code core}, {@code audit}, {@code audit.chain}, {@code ban},
 * {@code ban.automatic}, {@code config}, {@code config.reading}, {@code http}, {@code security},
 * {@code security.anomaly}, {@code security.login}, {@code security.rate}, standalone.
 */
@NullMarked
package io.mychat.gateway.core.config.security;

import org.jspecify.annotations.NullMarked;
