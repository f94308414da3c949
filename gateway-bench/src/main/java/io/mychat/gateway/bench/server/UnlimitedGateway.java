package io.mychat.gateway.bench.server;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.session.UserInfo;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The gateway with its defaults, except for limits that a crowd on one machine would reach, and pings, which are off. */
public final class UnlimitedGateway {

    private UnlimitedGateway() {}

    /** @param secret signs the tokens of the clients; passwords are not checked */
    public static GatewayBuilder builder(String secret) {
        return GatewayServer.builder()
                .setting("auth.jwt_secret", secret)
                .setting("server.max_unauthenticated", 1_000_000) // the whole crowd is one machine
                .setting("security.max_unauthenticated_per_ip", 0)
                .setting("security.max_connections_per_ip", 0)
                .setting("server.max_pending_connections", 100_000)
                .setting("server.max_pending_connections_per_ip", 100_000)
                .setting("server.max_tls_handshakes", 100_000)
                .setting("server.max_tls_handshakes_per_ip", 100_000)
                .setting("security.messages_per_second", 0)
                .setting("security.user_messages_per_second", 0)
                .setting("security.user_bytes_per_second", 0)
                .setting("server.ping_seconds", 3600) // the clients listen only while they have something to do
                .credentials((name, password) -> new CredentialVerdict.Accepted(new UserInfo(name, name, Set.of())));
    }

    /** A secret for tokens. */
    public static String newSecret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
