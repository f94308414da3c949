package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.security.ClientCertificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code security.client_certificates}. */
final class CertificateReader {

    private static final String LIST = "client_certificates";

    private CertificateReader() {}

    static List<ClientCertificate> read(JsonConfigSection security) {
        List<ClientCertificate> certificates = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonConfigSection section : security.elements(LIST, null)) {
            Optional<ClientCertificate> certificate = certificate(section);
            if (certificate.isPresent()) {
                certificates.add(certificate.get());
                names.add(certificate.get().name());
            }
        }
        if (names.size() < certificates.size()) {
            security.fault(LIST, "two certificates have the same name");
        }
        return List.copyOf(certificates);
    }

    private static Optional<ClientCertificate> certificate(JsonConfigSection section) {
        Optional<String> name = section.text("name");
        Optional<String> subject = section.text("subject");
        Optional<String> san = section.text("san");
        Set<String> roles = KeyReader.roles(section, "roles");
        if (name.isEmpty()) {
            section.fault("name", section.schema("name").rule().orElse("is missing"));
        }
        if (subject.isPresent() == san.isPresent()) {
            section.fault(
                    subject.isPresent() ? "san" : "subject",
                    "must be given, or the other one of subject and san: exactly one recognises the certificate");
            return Optional.empty();
        }
        try {
            return name.map(text -> new ClientCertificate(text, subject, san, roles));
        } catch (IllegalArgumentException e) {
            section.fault("subject", "is not a distinguished name, such as CN=ops,O=Example");
            return Optional.empty();
        }
    }
}
