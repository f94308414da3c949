/**
 * Observation of a running gateway: counters, rates of the last minute, health and the text for
 * Prometheus.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.observe.Counters}, which other rooms write, and
 * {@link io.mychat.gateway.core.observe.Health} and {@link io.mychat.gateway.core.observe.MetricRegistry}, which the
 * HTTP API reads.
 *
 * <p>Neighbours: uses {@code event}, {@code status}, gateway-spi; used by {@code core}, {@code http.endpoint},
 * {@code inbox}, {@code login}, {@code observe.adapter}, {@code processor}, {@code router}, gateway-bench.
 */
@NullMarked
package io.mychat.gateway.core.observe;

import org.jspecify.annotations.NullMarked;
