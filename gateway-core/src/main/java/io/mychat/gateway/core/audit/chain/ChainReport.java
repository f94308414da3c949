package io.mychat.gateway.core.audit.chain;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a verification has found.
 *
 * @param faults the first bad lines, {@value #MAX_FAULTS} at most, in the order of the chain
 * @param faultCount how many bad lines there are
 * @param notes what somebody should know who relies on the files
 * @param lines how many lines were read
 * @param first the first line of the chain that was read
 * @param head the last one: kept elsewhere, it is an anchor for the next verification
 * @since 0.1.0
 */
public record ChainReport(
        List<Fault> faults,
        long faultCount,
        List<String> notes,
        long lines,
        Optional<ChainHead> first,
        Optional<ChainHead> head) {

    static final int MAX_FAULTS = 20;

    public ChainReport {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    /** Whether every line is genuine and follows the one before it. */
    public boolean isSound() {
        return faultCount == 0;
    }

    /**
     * A bad line.
     *
     * @param line its number in the file, from 1 on
     */
    public record Fault(Path file, long line, String message) {

        @Override
        public String toString() {
            return file + ":" + line + ": " + message;
        }
    }
}
