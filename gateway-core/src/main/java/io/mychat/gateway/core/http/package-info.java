/**
 * The HTTP API as transport-neutral endpoints, described by {@code openapi.json}. Another {@link
 * io.mychat.gateway.core.http.EndpointGroup} adds endpoints. Neighbours: {@link io.mychat.gateway.core.cluster} and {@link
 * io.mychat.gateway.core.push} do what is asked for. Entry point: {@link io.mychat.gateway.core.http.HttpApi}.
 */
@NullMarked
package io.mychat.gateway.core.http;

import org.jspecify.annotations.NullMarked;
