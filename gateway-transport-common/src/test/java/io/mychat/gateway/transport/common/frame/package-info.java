/** Tests of the codec without sockets. */
@NullMarked
package io.mychat.gateway.transport.common.frame;

import org.jspecify.annotations.NullMarked;
