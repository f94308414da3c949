package io.mychat.gateway.acme.issue;

import io.mychat.gateway.spi.config.Authorities;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Issues certificates. */
@FunctionalInterface
public interface CertificateAuthority {

    /**
     * Orders one certificate. Blocks.
     *
     * @throws InterruptedException when the gateway stops
     */
    IssueOutcome issue(Order order) throws InterruptedException;

    /**
     * What is wanted of whom.
     *
     * @param domains DNS names in lower case
     * @param timeout for the authority to look at each name, and then to issue
     */
    record Order(Directory directory, Account account, List<String> domains, KeyType keyType, Duration timeout) {

        public Order {
            domains = List.copyOf(domains);
        }
    }

    /**
     * An authority.
     *
     * @param url of its directory (RFC 8555, 7.1.1)
     * @param trusted who vouches for the server of that URL
     */
    record Directory(URI url, Authorities trusted) {}

    /**
     * Who orders.
     *
     * @param key the file of the account's key, which is made when it is missing
     * @param contacts URIs, such as {@code mailto:ops@example.com}
     * @param binding the customer's account outside of ACME, where the authority wants one
     */
    record Account(Path key, List<String> contacts, Optional<ExternalBinding> binding) {

        public Account {
            contacts = List.copyOf(contacts);
        }
    }

    /** @param hmacKey in base64url; a secret */
    record ExternalBinding(String keyId, String hmacKey) {

        @Override
        public String toString() {
            return "ExternalBinding[" + keyId + "]";
        }
    }
}
