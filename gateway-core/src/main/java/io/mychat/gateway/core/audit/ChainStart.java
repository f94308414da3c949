package io.mychat.gateway.core.audit;

import io.mychat.gateway.core.audit.chain.AuditFiles;
import io.mychat.gateway.core.audit.chain.ChainHead;
import io.mychat.gateway.core.audit.chain.ChainLine;
import io.mychat.gateway.core.audit.chain.ChainMac;
import io.mychat.gateway.core.audit.chain.ChainTail;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a chain goes on: behind the last line of the file, or of the newest older file where the file is new.
 *
 * @param tail of the file itself
 * @param last the line to go on from; empty: a new chain begins
 * @param isVerified whether a key that is given has signed that line
 */
record ChainStart(ChainTail tail, Optional<ChainLine> last, boolean isVerified) {

    private static final Logger log = LoggerFactory.getLogger(ChainStart.class);

    /** The newest older files that are looked at. */
    private static final int CANDIDATES = 3;

    static ChainStart of(Path file, ChainMac macs) throws IOException {
        ChainTail tail = ChainTail.of(file);
        Optional<ChainLine> last = tail.last().isPresent() || tail.tornBytes() > 0 ? tail.last() : newestOld(file);
        return new ChainStart(
                tail, last, last.map(line -> line.isMadeWith(macs)).orElse(true));
    }

    private static Optional<ChainLine> newestOld(Path file) throws IOException {
        List<ChainLine> lines = new ArrayList<>();
        List<Path> others = AuditFiles.of(file).stream()
                .filter(path ->
                        !path.equals(file.toAbsolutePath()) && !path.toString().endsWith(".gz"))
                .sorted(Comparator.comparing(ChainStart::age).reversed())
                .limit(CANDIDATES)
                .toList();
        for (Path other : others) {
            try {
                ChainTail.of(other).last().ifPresent(lines::add);
            } catch (FileSystemException e) {
                log.warn("{} cannot be read: the audit may begin a new chain ({})", other, e.getMessage());
            }
        }
        return lines.stream().max(Comparator.comparingLong(ChainLine::seq));
    }

    private static long age(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    ChainHead head() {
        return last.map(ChainLine::head).orElse(ChainHead.START);
    }

    /** Whether the gateway that wrote the last line was killed. */
    boolean isUnclean() {
        return last.filter(line -> !line.event().equals(ChainLine.CLOSED)).isPresent();
    }
}
