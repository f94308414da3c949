package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.AlertChannel;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** A mail server, and the letter's addresses. */
record EmailSettings(Server server, Optional<Account> account, String from, List<String> to)
        implements ChannelSettings {

    /** How the connection is encrypted. */
    enum Security {
        /** From the greeting on, or not at all: a server without STARTTLS is a failure. */
        STARTTLS(587),
        /** From the first byte on. */
        TLS(465),
        NONE(25);

        private final int usualPort;

        Security(int usualPort) {
            this.usualPort = usualPort;
        }

        int usualPort() {
            return usualPort;
        }
    }

    /** Where the server is. */
    record Server(String host, int port, Security security) {}

    /** Who sends. */
    record Account(String username, Secret password) {}

    EmailSettings {
        to = List.copyOf(to);
    }

    @Override
    public AlertChannel open(String name, ChannelResources resources) {
        return new EmailChannel(name, this, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }
}
