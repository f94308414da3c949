/**
 * The way of one message: decode, gate, route, handle, reply. Entry point: {@link
 * io.mychat.gateway.core.processor.MessageProcessor}, the conductor, which calls the other rooms and is called by none.
 */
@NullMarked
package io.mychat.gateway.core.processor;

import org.jspecify.annotations.NullMarked;
