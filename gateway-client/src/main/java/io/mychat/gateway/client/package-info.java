/**
 * The client of the gateway for Java and Kotlin. It sees the JDK only; socket, HTTP, JSON and time are ports.
 *
 * <p>Entry point: {@link io.mychat.gateway.client.GatewayClient}.
 *
 * <p>Neighbours: uses {@code data}, {@code jackson}, {@code jdk}, {@code port}; used by java-client, standalone.
 */
@NullMarked
package io.mychat.gateway.client;

import org.jspecify.annotations.NullMarked;
