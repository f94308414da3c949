/**
 * One message and what answers it. Entry point: {@link io.mychat.gateway.spi.message.MessageHandler}.
 */
@NullMarked
package io.mychat.gateway.spi.message;

import org.jspecify.annotations.NullMarked;
