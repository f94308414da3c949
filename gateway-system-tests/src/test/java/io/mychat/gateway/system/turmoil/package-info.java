/**
 * Whole gateways on one Redis, each in a process of its own, that are killed while people talk. Entry point: {@link
 * io.mychat.gateway.system.turmoil.ChaosTest}.
 */
@NullMarked
package io.mychat.gateway.system.turmoil;

import org.jspecify.annotations.NullMarked;
