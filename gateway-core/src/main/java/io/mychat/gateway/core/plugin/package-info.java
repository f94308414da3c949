/**
 * Plug-ins: their order, their settings, their threads and everything that they register, from their start to their
 * stop (docs/plugins.md).
 *
 * <p>Entry point: {@link io.mychat.gateway.core.plugin.PluginManager}.
 *
 * <p>Neighbours: uses {@code config}, {@code config.reading}, {@code connection}, {@code event}, {@code hook},
 * {@code threads}, gateway-spi; used by {@code core}, {@code plugin.jar}.
 */
@NullMarked
package io.mychat.gateway.core.plugin;

import org.jspecify.annotations.NullMarked;
