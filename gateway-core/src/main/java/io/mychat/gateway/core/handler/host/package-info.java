/**
 * Around the handlers: payloads that are read into records, replies that are checked, and interceptors.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.handler.host.HandlerAdapter}.
 *
 * <p>Neighbours: uses {@code codec}, {@code protocol}, {@code threads}, gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.handler.host;

import org.jspecify.annotations.NullMarked;
