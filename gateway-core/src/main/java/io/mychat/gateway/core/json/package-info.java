/**
 * Trees of JSON without Jackson's mapper: its 300 classes took longer than everything that a start reads with them.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.json.JsonTree}.
 *
 * <p>Neighbours: uses none; used by {@code codec}, {@code config.json}, {@code config.schema}.
 */
@NullMarked
package io.mychat.gateway.core.json;

import org.jspecify.annotations.NullMarked;
