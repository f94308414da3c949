/**
 * The audit (specification 5.4, 9.2): a line for who came, went, was refused, and for what administrators did.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.audit.AuditLog}, which gets every event. A new kind of line is a new
 * {@link io.mychat.gateway.spi.event.GatewayEvent} and a case there.
 *
 * <p>Neighbours: uses {@code audit.chain}, {@code codec}, {@code config}, {@code config.security}, {@code event},
 * {@code watch}, gateway-spi; used by {@code core}, {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.audit;

import org.jspecify.annotations.NullMarked;
