package io.mychat.gateway.transport.undertow.accept;

/**
 * Bounds of a request's head.
 *
 * @param bytes its length with the empty line
 * @param fields its header fields
 */
public record HeadLimits(int bytes, int fields) {}
