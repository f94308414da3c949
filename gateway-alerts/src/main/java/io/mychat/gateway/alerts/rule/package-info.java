/**
 * Rules as data, and when their conditions hold.
 *
 * <p>Entry point: {@link io.mychat.gateway.alerts.rule.RuleEvaluation}, which follows one rule.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code alerts}, {@code engine}.
 */
@NullMarked
package io.mychat.gateway.alerts.rule;

import org.jspecify.annotations.NullMarked;
