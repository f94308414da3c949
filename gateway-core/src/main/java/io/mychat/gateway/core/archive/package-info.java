/**
 * Exports and imports of messages as JSON lines, beside running gateways.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.archive.MessageExport}, {@link
 * io.mychat.gateway.core.archive.MessageImport}.
 *
 * <p>Neighbours: uses {@code codec}, gateway-spi; used by {@code core}, standalone.
 */
@NullMarked
package io.mychat.gateway.core.archive;

import org.jspecify.annotations.NullMarked;
