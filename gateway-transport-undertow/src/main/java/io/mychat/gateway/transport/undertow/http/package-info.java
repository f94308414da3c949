/**
 * HTTP requests on Undertow, as the gateway's endpoints see them, and the answers of our own. Entry point: {@link
 * io.mychat.gateway.transport.undertow.http.EndpointHandler}.
 */
@NullMarked
package io.mychat.gateway.transport.undertow.http;

import org.jspecify.annotations.NullMarked;
