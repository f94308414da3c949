/** Whose address a client has, over whole gateways: each source on both ports, plain and with TLS. */
@NullMarked
package io.mychat.gateway.system.addresses;

import org.jspecify.annotations.NullMarked;
