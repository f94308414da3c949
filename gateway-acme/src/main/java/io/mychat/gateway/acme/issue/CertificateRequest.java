package io.mychat.gateway.acme.issue;

import static io.mychat.gateway.acme.issue.DerWriter.element;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate request (PKCS#10, RFC 2986) for DNS names, which are its alternative names (RFC 5280); its subject is
 * empty. The JDK has no writer for it, and the libraries that have one are as large as the rest of the gateway.
 */
final class CertificateRequest {

    private static final byte[] VERSION_0 = {0};
    private static final byte[] EXTENSION_REQUEST = HexFormat.of().parseHex("06092a864886f70d01090e");
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = HexFormat.of().parseHex("0603551d11");
    private static final byte[] NO_UNUSED_BITS = {0};

    private CertificateRequest() {}

    /** @return the request in DER, signed with the key */
    static byte[] of(List<String> domains, KeyPair keys, KeyType type) {
        byte[] names = element(
                DerWriter.SEQUENCE,
                domains.stream()
                        .map(name -> element(DerWriter.DNS_NAME, name.getBytes(StandardCharsets.US_ASCII)))
                        .toArray(byte[][]::new));
        byte[] extensions = element(
                DerWriter.SEQUENCE,
                element(DerWriter.SEQUENCE, SUBJECT_ALTERNATIVE_NAME, element(DerWriter.OCTET_STRING, names)));
        byte[] content = element(
                DerWriter.SEQUENCE,
                element(DerWriter.INTEGER, VERSION_0),
                element(DerWriter.SEQUENCE),
                keys.getPublic().getEncoded(),
                element(
                        DerWriter.ATTRIBUTES,
                        element(DerWriter.SEQUENCE, EXTENSION_REQUEST, element(DerWriter.SET, extensions))));
        return element(
                DerWriter.SEQUENCE,
                content,
                type.signatureDer(),
                element(DerWriter.BIT_STRING, NO_UNUSED_BITS, signed(content, keys, type)));
    }

    private static byte[] signed(byte[] content, KeyPair keys, KeyType type) {
        try {
            Signature signature = Signature.getInstance(type.signature());
            signature.initSign(keys.getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot sign with its own key", e);
        }
    }
}
