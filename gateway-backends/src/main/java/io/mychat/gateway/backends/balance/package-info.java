/**
 * Which server gets the next call. Entry point: {@link io.mychat.gateway.backends.balance.Balancer}; knows nothing of
 * HTTP or health.
 */
@NullMarked
package io.mychat.gateway.backends.balance;

import org.jspecify.annotations.NullMarked;
