/** Tests of the codec without sockets. */
@NullMarked
package io.mychat.gateway.transport.undertow.frame;

import org.jspecify.annotations.NullMarked;
