/**
 * The configuration in effect and its replacement while the gateway runs (specification 7.2, docs/adr/0008-reload.md):
 * the reload, the requests for it, their audit, and the watch over the files.
 *
 * <p>Entry points: {@link io.mychat.gateway.core.reload.ConfigManager}, which holds the configuration in effect, and
 * {@link io.mychat.gateway.core.reload.Reloader}, through which reloads are requested.
 *
 * <p>Neighbours: uses {@code config}, {@code config.json}, {@code config.reading}, {@code config.schema},
 * {@code threads}, {@code watch}, gateway-spi; used by {@code core}, {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.reload;

import org.jspecify.annotations.NullMarked;
