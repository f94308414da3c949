package io.mychat.gateway.spi.auth;

/**
 * Where a login comes from.
 *
 * @param address the client's address; addresses that count as one have the same text
 * @param known whether the user has logged in from there before
 */
public record LoginOrigin(String address, boolean known) {}
