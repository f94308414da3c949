/**
 * The one budget of the bytes that are buffered for clients (protocol.md section 1.5), and who loses what when it is used
 * up. Entry point: {@link io.mychat.gateway.core.buffer.BufferedBytes}. The connection room binds accounts to users, the
 * processor room counts queues, transports count the rest.
 */
@NullMarked
package io.mychat.gateway.core.buffer;

import org.jspecify.annotations.NullMarked;
