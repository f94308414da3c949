@NullMarked
package io.mychat.gateway.transport.jakarta.websocket;

import org.jspecify.annotations.NullMarked;
