/**
 * The words of the protocol that several rooms speak: the numbers of commands, the server's own messages, the arguments of a
 * request, and the JSON of users and tokens. Entry point: {@link io.mychat.gateway.core.protocol.Command}. Neighbours: {@code
 * handler} and {@code http} read {@link io.mychat.gateway.core.protocol.Arguments}, {@code connection} sends {@link
 * io.mychat.gateway.core.protocol.ServerMessages}, {@code config} and {@code router} ask which commands are reserved. The
 * package sees {@code codec} and no other room.
 */
@NullMarked
package io.mychat.gateway.core.protocol;

import org.jspecify.annotations.NullMarked;
