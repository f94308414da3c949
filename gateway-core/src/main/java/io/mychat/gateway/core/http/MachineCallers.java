package io.mychat.gateway.core.http;

import io.mychat.gateway.core.codec.Sha256;
import io.mychat.gateway.core.config.security.ApiKey;
import io.mychat.gateway.core.config.security.ClientCertificate;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.spi.transport.HttpRequest;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The callers of the HTTP API that are not users: those with an API key, and those with a client certificate. */
public record MachineCallers(List<ApiKey> keys, List<ClientCertificate> certificates) {

    public MachineCallers {
        keys = List.copyOf(keys);
        certificates = List.copyOf(certificates);
    }

    /** The configured ones. */
    public static MachineCallers of(SecurityConfig security) {
        return new MachineCallers(security.apiKeys(), security.clientCertificates());
    }

    /** Compares all keys, so that the time reveals nothing about them. */
    Optional<Caller> withKey(String shown, String ip) {
        byte[] hash = Sha256.of(shown);
        Optional<Caller> found = Optional.empty();
        for (ApiKey key : keys) {
            if (MessageDigest.isEqual(hash, HexFormat.of().parseHex(key.sha256()))) {
                found = Optional.of(new Caller.Key(key.name(), key.roles(), ip));
            }
        }
        return found;
    }

    /**
     * The caller whom the certificate of the TLS connection identifies. A browser shows its certificate to every page's
     * requests, and a proxy shows its own one for all of its clients: requests of both are not identified by it.
     */
    Optional<Caller> withCertificate(HttpRequest request, String ip) {
        if (request.headers().containsKey("origin") || LocalCaller.isForwarded(request)) {
            return Optional.empty();
        }
        return request.clientCertificate()
                .flatMap(shown -> certificates.stream()
                        .filter(certificate -> certificate.matches(shown))
                        .findFirst())
                .map(found -> new Caller.Certificate(found.name(), found.roles(), ip));
    }
}
