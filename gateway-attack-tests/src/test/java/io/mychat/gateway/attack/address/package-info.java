/** Whose address a client has, over whole gateways: each source on both ports, plain and with TLS. */
@NullMarked
package io.mychat.gateway.attack.address;

import org.jspecify.annotations.NullMarked;
