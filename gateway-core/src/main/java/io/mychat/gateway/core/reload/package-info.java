/**
 * Another configuration while the gateway runs (specification 7.2, docs/adr/0008-reload.md): who may ask for it, the audit
 * of it, and the watch over the files.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.reload.Reloader}. Neighbours: {@link
 * io.mychat.gateway.core.config.ConfigManager} reads and swaps; the HTTP room and {@code GatewayServer} ask.
 */
@NullMarked
package io.mychat.gateway.core.reload;

import org.jspecify.annotations.NullMarked;
