package io.mychat.gateway.core.audit.chain;

import io.mychat.gateway.core.audit.chain.ChainReport.Fault;
import io.mychat.gateway.core.codec.Sha256;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes between two lines that are no line. A crash leaves such bytes, and then the next line says how many and which. Not
 * thread-safe.
 */
final class TornLines {

    private static final String NO_LINE = "is no line of an audit";

    private @Nullable Fault begin;
    private byte[] bytes = new byte[0];
    private boolean isTooLong;

    /** @param line with its end, if it has one */
    void add(Path file, long number, byte[] line) {
        if (begin == null) {
            begin = new Fault(file, number, NO_LINE);
        }
        isTooLong |= bytes.length + line.length > 2 * ChainLine.MAX_BYTES;
        if (!isTooLong) {
            byte[] more = new byte[bytes.length + line.length];
            System.arraycopy(bytes, 0, more, 0, bytes.length);
            System.arraycopy(line, 0, more, bytes.length, line.length);
            bytes = more;
        }
    }

    /** The first of them; empty when there are none. */
    Optional<Fault> begin() {
        return Optional.ofNullable(begin);
    }

    int length() {
        return bytes.length;
    }

    /** Whether they are the beginning of a line whose end is missing. */
    boolean isCutOff() {
        return bytes.length > 0 && bytes[bytes.length - 1] != '\n';
    }

    /** Whether the line says that a crash has left these bytes. The writer may have ended the last of them with a line end. */
    boolean isMarkedBy(ChainLine next) {
        int said = next.fields().path(ChainLine.TORN_BYTES).asInt();
        boolean fits = said == bytes.length || (said == bytes.length - 1 && bytes[said] == '\n');
        return fits
                && !isTooLong
                && next.event().equals(ChainLine.OPENED)
                && sha256(said).equals(next.fields().path(ChainLine.TORN_SHA256).asText());
    }

    private String sha256(int length) {
        var digest = Sha256.start();
        digest.update(bytes, 0, length);
        return HexFormat.of().formatHex(digest.digest());
    }

    void clear() {
        begin = null;
        bytes = new byte[0];
        isTooLong = false;
    }
}
