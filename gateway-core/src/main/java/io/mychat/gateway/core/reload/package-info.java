/**
 * Reload of the configuration while the gateway runs (specification 7.2, docs/adr/0008-reload.md): the requests, their
 * audit, and the watch over the files.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.reload.Reloader}.
 *
 * <p>Neighbours: uses {@code config}, gateway-spi; used by {@code core}, {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.reload;

import org.jspecify.annotations.NullMarked;
