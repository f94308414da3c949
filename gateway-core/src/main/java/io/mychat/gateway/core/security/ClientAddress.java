package io.mychat.gateway.core.security;

import java.net.InetAddress;

/** The origin of a request: a known address, or the reason why it is unknown. */
public sealed interface ClientAddress {

    /** The client's address. */
    record Known(InetAddress address) implements ClientAddress {}

    /**
     * A trusted proxy has not named its client.
     *
     * @param detail the problem, for humans
     */
    record Invalid(String detail) implements ClientAddress {}
}
