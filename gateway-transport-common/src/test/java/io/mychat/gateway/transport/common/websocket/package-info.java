/** Tests of {@code websocket} without sockets. */
@NullMarked
package io.mychat.gateway.transport.common.websocket;

import org.jspecify.annotations.NullMarked;
