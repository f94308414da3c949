/**
 * Compares what gateways send with the description of the protocol, {@code docs/schema/asyncapi.json}. A module whose tests
 * talk to gateways has this one on its test class path, and nothing more: the testkit's clients find it.
 *
 * <p>Entry point: {@link io.mychat.gateway.contract.FrameContract}.
 *
 * <p>Neighbours: uses gateway-testkit; used by none.
 */
@NullMarked
package io.mychat.gateway.contract;

import org.jspecify.annotations.NullMarked;
