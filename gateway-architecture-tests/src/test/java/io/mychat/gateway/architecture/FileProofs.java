package io.mychat.gateway.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The checksums and the signature that stand beside a published file.
 *
 * @param gpg the program that verifies signatures, with the keys of the user who runs this
 */
record FileProofs(String gpg) {

    private static final Map<String, String> CHECKSUMS = Map.of(".md5", "MD5", ".sha1", "SHA-1");

    List<String> faults(Path file) throws IOException {
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, String> checksum : CHECKSUMS.entrySet()) {
            Path beside = beside(file, checksum.getKey());
            if (!Files.exists(beside)) {
                faults.add("has no " + checksum.getKey());
            } else if (!Files.readString(beside).strip().equals(digest(file, checksum.getValue()))) {
                faults.add("does not have the " + checksum.getValue() + " that its " + checksum.getKey() + " says");
            }
        }
        Path signature = beside(file, ".asc");
        if (!Files.exists(signature)) {
            faults.add("has no signature");
        } else if (!isSigned(signature, file)) {
            faults.add("does not have a valid signature");
        }
        return faults;
    }

    private boolean isSigned(Path signature, Path file) throws IOException {
        Process process = new ProcessBuilder(gpg, "--batch", "--verify", signature.toString(), file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor() == 0;
        } catch (InterruptedException stop) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private static String digest(Path file, String algorithm) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
