/**
 * People who write to each other through a gateway for a while, on the client for Java, and what came of it.
 *
 * <p>Entry point: {@link io.mychat.gateway.standalone.load.LoadTest}.
 *
 * <p>Neighbours: uses gateway-client; used by {@code standalone}.
 */
@NullMarked
package io.mychat.gateway.standalone.load;

import org.jspecify.annotations.NullMarked;
