/**
 * Finds behaviour that is far from normal (specification 5.4): too many logins, messages, accounts or addresses within a
 * time, and tokens that were used twice. It only reports; limits and bans are elsewhere.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.security.anomaly.AnomalyDetector}, through which all events pass.
 *
 * <p>Neighbours: uses {@code config}, {@code config.security}, {@code security}, {@code threads}, gateway-spi; used by
 * {@code core}, {@code ban.automatic}.
 */
@NullMarked
package io.mychat.gateway.core.security.anomaly;

import org.jspecify.annotations.NullMarked;
