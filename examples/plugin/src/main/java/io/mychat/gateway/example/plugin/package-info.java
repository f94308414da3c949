/**
 * A plug-in in a jar (docs/plugins.md).
 *
 * <p>Entry point: {@link io.mychat.gateway.example.plugin.WordFilterPlugin}.
 *
 * <p>Neighbours: uses gateway-spi; used by none.
 */
@NullMarked
package io.mychat.gateway.example.plugin;

import org.jspecify.annotations.NullMarked;
