/**
 * Clients that nobody knows, and clients that hoard, against the packaged program with a small heap. Entry point: {@link
 * io.mychat.gateway.system.strangers.StrangersProofTest}.
 */
@NullMarked
package io.mychat.gateway.system.strangers;

import org.jspecify.annotations.NullMarked;
