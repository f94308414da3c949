/**
 * Gateways of the archive that are restarted, killed and added, and of which one is of another release, while clients talk.
 * {@link io.mychat.gateway.distribution.rollout.Crowd} is the clients. Entry point: {@link
 * io.mychat.gateway.distribution.rollout.RolloutTest}.
 */
@NullMarked
package io.mychat.gateway.distribution.rollout;

import org.jspecify.annotations.NullMarked;
