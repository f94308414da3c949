/**
 * A module's view of its configuration. Entry point: {@link io.mychat.gateway.spi.config.ConfigSection}.
 */
@NullMarked
package io.mychat.gateway.spi.config;

import org.jspecify.annotations.NullMarked;
