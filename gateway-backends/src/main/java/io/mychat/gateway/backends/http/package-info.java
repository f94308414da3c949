/**
 * One attempt of a call over HTTP (protocol.md section 3): the request is written, sent within its bounds, and its
 * response is read.
 *
 * <p>Entry points: {@link io.mychat.gateway.backends.http.CallRequest},
 * {@link io.mychat.gateway.backends.http.HttpSender} and {@link io.mychat.gateway.backends.http.ResponseReader}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code backends}, {@code pool}.
 */
@NullMarked
package io.mychat.gateway.backends.http;

import org.jspecify.annotations.NullMarked;
