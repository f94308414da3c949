package io.mychat.gateway.spi.transport;

import java.util.Map;

/**
 * One HTTP response.
 *
 * @param headers names as they are sent; {@code Content-Length} is the transport's
 * @param body the whole body
 */
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {}
