/**
 * JSON files in layers. A value comes from the program's settings, from the environment or from the file, and every
 * fault names the place by its JSON path or its variable.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.config.json.JsonConfigSection}, which modules see as
 * {@link io.mychat.gateway.spi.config.ConfigSection}.
 *
 * <p>Neighbours: uses {@code config}, {@code config.schema}, {@code json}, gateway-spi; used by {@code config.reading},
 * {@code reload}.
 */
@NullMarked
package io.mychat.gateway.core.config.json;

import org.jspecify.annotations.NullMarked;
