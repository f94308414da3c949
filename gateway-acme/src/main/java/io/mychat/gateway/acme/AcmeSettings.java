package io.mychat.gateway.acme;

import io.mychat.gateway.acme.challenge.ChallengeListener.Bounds;
import io.mychat.gateway.acme.issue.CertificateAuthority.Order;
import io.mychat.gateway.spi.time.Backoff;
import java.nio.file.Path;

/**
 * Section {@code acme} of {@code gateway_config.json}, where there is one.
 *
 * @param certificate the file that TLS reads, {@code server.ssl_cert_path} and {@code server.ssl_key_path}
 * @param state the directory of the account's key and of the open challenges
 * @param retry the pauses after failures
 */
record AcmeSettings(Path certificate, Path state, Order order, Backoff retry, Http http) {

    /**
     * The port for challenges.
     *
     * @param host empty: all addresses
     * @param port 0: another server answers from the directory of the challenges
     */
    record Http(String host, int port, Bounds bounds) {}

    Path challenges() {
        return state.resolve("challenges");
    }
}
