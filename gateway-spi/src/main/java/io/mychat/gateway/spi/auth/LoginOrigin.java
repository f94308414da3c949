package io.mychat.gateway.spi.auth;

/**
 * The origin of a login.
 *
 * @param address the client's address; addresses that are treated as one have the same text
 * @param known whether the user has logged in from this address before
 * @since 0.1.0
 */
public record LoginOrigin(String address, boolean known) {}
