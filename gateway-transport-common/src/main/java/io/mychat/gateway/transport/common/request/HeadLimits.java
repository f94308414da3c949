package io.mychat.gateway.transport.common.request;

/**
 * Limits of a request's head.
 *
 * @param bytes the largest length, including the empty line
 * @param fields the largest number of header fields
 */
public record HeadLimits(int bytes, int fields) {}
