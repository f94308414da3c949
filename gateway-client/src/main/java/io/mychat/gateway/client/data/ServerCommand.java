package io.mychat.gateway.client.data;

import org.jspecify.annotations.Nullable;

/**
 * A message of the server that the client does not know.
 *
 * @param data JSON as {@link io.mychat.gateway.client.port.Json} reads it
 * @since 0.1.0
 */
public record ServerCommand(long cmdId, @Nullable Object data) {}
