/**
 * Gateways on one Redis, with faults, feature by feature. Entry point: {@link
 * io.mychat.gateway.system.cluster.DegradationTest}.
 */
@NullMarked
package io.mychat.gateway.system.cluster;

import org.jspecify.annotations.NullMarked;
