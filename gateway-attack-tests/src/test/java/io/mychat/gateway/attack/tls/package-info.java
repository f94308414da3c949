/**
 * Versions, ciphers and certificates of TLS on both ports, by a client that writes its greetings by hand, by the JDK's, and with
 * {@code -Pops} by openssl. Entry point: {@link io.mychat.gateway.attack.tls.CiphersTest}.
 */
@NullMarked
package io.mychat.gateway.attack.tls;

import org.jspecify.annotations.NullMarked;
