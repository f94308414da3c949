/**
 * Between bytes on the wire and messages. Entry points: {@link io.mychat.gateway.core.codec.MessageDecoder} inwards,
 * {@link io.mychat.gateway.core.codec.MessageEncoder} outwards. Knows no other room of the core.
 */
@NullMarked
package io.mychat.gateway.core.codec;

import org.jspecify.annotations.NullMarked;
