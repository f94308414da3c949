/**
 * The choice of the server for a call, for each balancing strategy. Health and HTTP are not known here.
 *
 * <p>Entry point: {@link io.mychat.gateway.backends.balance.Balancer}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code pool}.
 */
@NullMarked
package io.mychat.gateway.backends.balance;

import org.jspecify.annotations.NullMarked;
