/**
 * The sending of stored messages: one service for clients (2001), the HTTP API and the host application.
 *
 * <p>Entry point: {@link io.mychat.gateway.core.chat.MessageService}.
 *
 * <p>Neighbours: uses {@code config}, {@code event}, {@code hook}, {@code protocol}, {@code router}, gateway-spi; used
 * by {@code core}, {@code handler}, {@code host}, {@code http.endpoint}.
 */
@NullMarked
package io.mychat.gateway.core.chat;

import org.jspecify.annotations.NullMarked;
