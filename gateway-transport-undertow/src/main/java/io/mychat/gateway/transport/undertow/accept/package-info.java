/**
 * What happens to a TCP connection before Undertow sees it: the gate's verdict, the PROXY protocol, TLS, and the check of each
 * request's framing. Entry point: {@link io.mychat.gateway.transport.undertow.accept.ConnectionOpener}. The neighbours {@code
 * http} and {@code websocket} answer the requests.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.accept;

import org.jspecify.annotations.NullMarked;
