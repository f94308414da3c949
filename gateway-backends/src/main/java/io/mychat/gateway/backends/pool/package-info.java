/**
 * The servers of each service, and which of them get calls. Entry point: {@link
 * io.mychat.gateway.backends.pool.Service}; balancing is next door, and the calls are made by the module's root.
 */
@NullMarked
package io.mychat.gateway.backends.pool;

import org.jspecify.annotations.NullMarked;
