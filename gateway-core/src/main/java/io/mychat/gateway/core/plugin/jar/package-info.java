/**
 * Plug-ins in the jars of a directory, each with a class loader of its own (docs/adr/0044-plugins.md).
 *
 * <p>Entry point: {@link io.mychat.gateway.core.plugin.jar.PluginJars}.
 *
 * <p>Neighbours: uses {@code config}, {@code plugin}, gateway-spi; used by {@code core}.
 */
@NullMarked
package io.mychat.gateway.core.plugin.jar;

import org.jspecify.annotations.NullMarked;
