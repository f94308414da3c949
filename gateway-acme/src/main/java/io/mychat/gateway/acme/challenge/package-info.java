/**
 * The proof of a name: files with the answers to challenges, and a TCP port that shows them.
 *
 * <p>Entry point: {@link io.mychat.gateway.acme.challenge.ChallengeListener}.
 *
 * <p>Neighbours: uses {@code file}, gateway-spi; used by {@code acme}, {@code issue}.
 */
@NullMarked
package io.mychat.gateway.acme.challenge;

import org.jspecify.annotations.NullMarked;
