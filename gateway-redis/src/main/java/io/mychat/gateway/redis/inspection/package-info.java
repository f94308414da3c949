/**
 * Inspects the masters of Redis for what an operator should mend: eviction, persistence, password, clock. Entry point: {@link
 * io.mychat.gateway.redis.inspection.ServerWarnings}. Neighbours: {@code connection}, on which the servers are asked, and {@code
 * client}, whose health and metrics show the warnings.
 */
@NullMarked
package io.mychat.gateway.redis.inspection;

import org.jspecify.annotations.NullMarked;
