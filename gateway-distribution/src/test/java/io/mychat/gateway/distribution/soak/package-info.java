/**
 * Gateways that run for a long time: what they take is back to where it was when everybody has left. Entry point: {@link
 * io.mychat.gateway.distribution.soak.SoakTest}.
 */
@NullMarked
package io.mychat.gateway.distribution.soak;

import org.jspecify.annotations.NullMarked;
