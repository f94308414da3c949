/**
 * Several gateways on one Redis, with faults. Entry points: {@link io.mychat.gateway.system.cluster.DegradationTest} and
 * {@link io.mychat.gateway.system.cluster.NothingIsLostTest}.
 */
@NullMarked
package io.mychat.gateway.system.cluster;

import org.jspecify.annotations.NullMarked;
