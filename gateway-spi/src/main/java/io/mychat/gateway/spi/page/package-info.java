/**
 * Web pages beside the HTTP API: what a module offers for operators, and files that are served as they are.
 *
 * <p>Entry points: {@link io.mychat.gateway.spi.page.OperatorPages}, which a module offers, and
 * {@link io.mychat.gateway.spi.page.StaticFiles}, which answers the requests.
 *
 * <p>Neighbours: uses {@code transport}; used by gateway-console, gateway-core, standalone.
 */
@NullMarked
package io.mychat.gateway.spi.page;

import org.jspecify.annotations.NullMarked;
