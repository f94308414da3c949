/**
 * Network and time of the JDK: the defaults of the ports. Android has no {@code java.net.http}.
 *
 * <p>Entry point: {@link io.mychat.gateway.client.jdk.JdkNetwork}.
 *
 * <p>Neighbours: uses {@code port}; used by {@code client}, standalone.
 */
@NullMarked
package io.mychat.gateway.client.jdk;

import org.jspecify.annotations.NullMarked;
