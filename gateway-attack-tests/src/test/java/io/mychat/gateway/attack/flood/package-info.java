/**
 * Clients who take connections, memory and work, and honest clients beside them. Entry points: {@link
 * io.mychat.gateway.attack.flood.StrangersProofTest} against the packaged program, {@link
 * io.mychat.gateway.attack.flood.ConnectionBoundsTest} against a gateway in this process.
 */
@NullMarked
package io.mychat.gateway.attack.flood;

import org.jspecify.annotations.NullMarked;
