/**
 * Finds what stands still, and gets it going again (specification 11.3). Entry point: {@link
 * io.mychat.gateway.core.watch.Watchdog}; what it looks at comes from the composition root as {@link
 * io.mychat.gateway.core.watch.LivenessCheck}. Knows no other room.
 */
@NullMarked
package io.mychat.gateway.core.watch;

import org.jspecify.annotations.NullMarked;
