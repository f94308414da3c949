package io.mychat.gateway.core.config.reading;

import io.mychat.gateway.core.config.json.JsonConfigSection;
import io.mychat.gateway.core.config.security.ClientCertificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code security.client_certificates}. */
final class CertificateReader {

    private static final String LIST = "client_certificates";

    private CertificateReader() {}

    static List<ClientCertificate> read(JsonConfigSection security) {
        List<ClientCertificate> certificates = security.elements(LIST, null).stream()
                .map(CertificateReader::certificate)
                .flatMap(Optional::stream)
                .toList();
        Set<String> names = new HashSet<>();
        if (!certificates.stream().map(ClientCertificate::name).allMatch(names::add)) {
            security.fault(LIST, "two certificates have the same name");
        }
        return certificates;
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
