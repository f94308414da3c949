/**
 * The words of notifications: templates in two languages, and values made harmless for each format.
 *
 * <p>Entry point: {@link io.mychat.gateway.alerts.text.Messages}.
 *
 * <p>Neighbours: uses gateway-spi; used by {@code alerts}, {@code channel}, {@code engine}.
 */
@NullMarked
package io.mychat.gateway.alerts.text;

import org.jspecify.annotations.NullMarked;
