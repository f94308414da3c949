package io.mychat.gateway.acme.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What this module writes, another implementation reads. */
final class CertificateRequestTest {

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void anotherImplementationReadsIt(KeyType type) throws Exception {
        KeyPair keys = type.generate();
        // Lengths of one, two and three bytes.
        for (int count : List.of(1, 3, 100, 1000)) {
            List<String> names = IntStream.range(0, count)
                    .mapToObj(i -> "host-" + i + ".of.a.rather.long.name.example.com")
                    .toList();
            byte[] der = CertificateRequest.of(names, keys, type);
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);

            assertThat(request.getEncoded()).as("canonical").isEqualTo(der);
            assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(keys.getPublic())))
                    .isTrue();
            assertThat(new JcaPKCS10CertificationRequest(request).getPublicKey())
                    .isEqualTo(keys.getPublic());
            assertThat(request.getSubject().getRDNs()).isEmpty();
            Extensions extensions =
                    Extensions.getInstance(request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)[0]
                            .getAttrValues()
                            .getObjectAt(0));
            assertThat(Arrays.stream(GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName)
                                    .getNames())
                            .map(name -> name.getName().toString()))
                    .containsExactlyElementsOf(names);
        }
    }
}
