package io.mychat.gateway.spi.transport;

import java.util.Map;

/**
 * One HTTP response.
 *
 * @param headers by name as sent; the transport adds {@code Content-Length}
 * @param body the whole body
 * @since 0.1.0
 */
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {}
