/** Tests of {@code websocket} without a whole transport. */
@NullMarked
package io.mychat.gateway.transport.undertow.websocket;

import org.jspecify.annotations.NullMarked;
