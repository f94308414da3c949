/**
 * The HTTP API as transport-neutral endpoints. Entry point: {@link io.mychat.gateway.core.http.HttpApi}.
 */
@NullMarked
package io.mychat.gateway.core.http;

import org.jspecify.annotations.NullMarked;
