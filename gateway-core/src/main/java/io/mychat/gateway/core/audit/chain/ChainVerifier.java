package io.mychat.gateway.core.audit.chain;

import io.mychat.gateway.core.config.security.AuditKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Verifies files of the audit: whether a line was changed, is missing, was moved or inserted. What was cut off at the end
 * shows only with an anchor, since a chain that has lost its last lines is still a chain. Not thread-safe. Reads the files
 * once, line by line.
 *
 * @since 0.1.0
 */
public final class ChainVerifier {

    private final ChainMac macs;

    /** @param keys all that have signed a line of the files */
    public ChainVerifier(Collection<AuditKey> keys) {
        this.macs = new ChainMac(keys);
    }

    /**
     * Verifies the lines of all files as one chain.
     *
     * @param files at least one, in any order, compressed by gzip or not
     * @param anchors what is known from elsewhere; the chain must have these lines
     * @throws IOException when a file cannot be read, or is no whole gzip
     */
    public ChainReport verify(List<Path> files, List<ChainHead> anchors) throws IOException {
        ChainCheck check = new ChainCheck(macs, anchors);
        Path last = files.get(0);
        long number = 1;
        for (Path file : AuditFiles.sorted(files)) {
            number = 1;
            last = file;
            try (AuditFiles.Lines lines = new AuditFiles.Lines(file)) {
                for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                    check.line(file, number++, line.get());
                }
            }
        }
        return check.end(last, number);
    }
}
