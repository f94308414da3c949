/**
 * The chain of the audit's lines (docs/adr/0032-audit-chain.md): each line has a number, the MAC of the line before it, and a
 * MAC of its own, so that a changed, missing, moved or inserted line shows. Nothing here opens a gateway.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.audit.chain.ChainVerifier}, also for hosts, and
 * {@link io.mychat.gateway.core.audit.chain.ChainWriter}.
 *
 * <p>Neighbours: uses {@code codec}, {@code config.security}, gateway-spi; used by {@code audit}, standalone.
 */
@NullMarked
package io.mychat.gateway.core.audit.chain;

import org.jspecify.annotations.NullMarked;
