/**
 * A program that talks through a gateway, on the client for Java.
 *
 * <p>Entry point: {@link io.mychat.gateway.example.client.ChatProgram}.
 *
 * <p>Neighbours: uses gateway-client; used by none.
 */
@NullMarked
package io.mychat.gateway.example.client;

import org.jspecify.annotations.NullMarked;
