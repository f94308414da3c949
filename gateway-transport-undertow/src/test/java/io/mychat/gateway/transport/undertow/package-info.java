/** Tests of the transports, over real sockets. */
@NullMarked
package io.mychat.gateway.transport.undertow;

import org.jspecify.annotations.NullMarked;
