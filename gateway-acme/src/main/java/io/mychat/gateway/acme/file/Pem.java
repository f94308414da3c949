package io.mychat.gateway.acme.file;

import java.util.Base64;

/** Writes the blocks of PEM files (RFC 7468). */
public final class Pem {

    private static final int LINE = 64;

    private Pem() {}

    /** @param label such as {@code CERTIFICATE} */
    public static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
