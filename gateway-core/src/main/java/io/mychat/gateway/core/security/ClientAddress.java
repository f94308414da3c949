package io.mychat.gateway.core.security;

import java.net.InetAddress;

/** Who a request comes from, as far as that can be known. */
public sealed interface ClientAddress {

    /** The client's address. */
    record Known(InetAddress address) implements ClientAddress {}

    /**
     * A trusted proxy has not said who its client is.
     *
     * @param detail what is wrong, for people
     */
    record Invalid(String detail) implements ClientAddress {}
}
