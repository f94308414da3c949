/**
 * JSON by jackson-core: the default of the port.
 *
 * <p>Entry point: {@link io.mychat.gateway.client.jackson.JacksonJson}.
 *
 * <p>Neighbours: uses {@code port}; used by {@code client}.
 */
@NullMarked
package io.mychat.gateway.client.jackson;

import org.jspecify.annotations.NullMarked;
