/**
 * Routes: the handler or back-end service of each command, and its limits.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.router.RouterManager}.
 *
 * <p>Neighbours: uses {@code config}, {@code config.reading}, {@code connection}, {@code observe}, {@code protocol},
 * {@code threads}, gateway-spi; used by {@code core}, {@code chat}, {@code handler}, {@code login}, {@code processor},
 * gateway-bench.
 */
@NullMarked
package io.mychat.gateway.core.router;

import org.jspecify.annotations.NullMarked;
