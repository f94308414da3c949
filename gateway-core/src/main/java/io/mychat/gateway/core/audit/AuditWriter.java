package io.mychat.gateway.core.audit;

import io.mychat.gateway.core.audit.chain.ChainHead;
import io.mychat.gateway.core.audit.chain.ChainLine;
import io.mychat.gateway.core.audit.chain.ChainMac;
import io.mychat.gateway.core.audit.chain.ChainWriter;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.config.security.AuditKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the chain into the file, goes on where the last run has ended, and follows the configuration. Not thread-safe: it
 * belongs to the thread of {@link AuditTrail}. What it cannot write it writes at the next call; the caller keeps the lines.
 */
final class AuditWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditWriter.class);

    private final AuditFile file;
    private final ChainWriter chain;
    private final AuditRotation rotation;
    private final TimeSource time;
    private AuditConfig config;
    private boolean isForced = true;

    private AuditWriter(
            AuditFile file, ChainWriter chain, AuditRotation rotation, AuditConfig config, TimeSource time) {
        this.file = file;
        this.chain = chain;
        this.rotation = rotation;
        this.config = config;
        this.time = time;
    }

    /**
     * Opens the file and writes the line {@value ChainLine#OPENED}.
     *
     * @param config with a key
     * @throws IOException when the file cannot be written, or another gateway writes it
     */
    static AuditWriter open(Path path, String node, AuditConfig config, TimeSource time) throws IOException {
        AuditFile file = AuditFile.open(path);
        try {
            ChainMac macs = new ChainMac(config.keys());
            ChainStart start = ChainStart.of(path, macs);
            String keyId = signing(config).id();
            String lastKey = start.last()
                    .filter(line -> start.isVerified())
                    .map(ChainLine::keyId)
                    .orElse(keyId);
            ChainWriter chain = new ChainWriter(node, macs, lastKey, start.head());
            AuditWriter writer = new AuditWriter(file, chain, AuditRotation.of(path, file, time), config, time);
            writer.begin(start, keyId);
            return writer;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static AuditKey signing(AuditConfig config) {
        return config.key().orElseThrow(() -> new IllegalArgumentException("audit.key is missing"));
    }

    private void begin(ChainStart start, String keyId) throws IOException {
        AuditLine opened = line(ChainLine.OPENED);
        if (start.tail().tornBytes() > 0) {
            opened.with("torn_bytes", start.tail().tornBytes())
                    .with("torn_sha256", start.tail().tornSha256());
            log.warn(
                    "The audit's file ends with {} bytes that are no line; the next line says so",
                    start.tail().tornBytes());
        }
        if (start.isUnclean()) {
            opened.with("unclean", true);
        }
        if (!start.isVerified()) {
            opened.with("unverified", true);
            log.error("No given key has signed the last line of the audit: it was changed, or audit.key is another one"
                    + " under the same audit.key_id, or its key is missing in audit.previous_keys");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (start.tail().isInsideLine()) {
            bytes.write('\n');
        }
        ChainHead before = chain.head();
        if (!chain.keyId().equals(keyId)) {
            bytes.writeBytes(chain.next(announcement(keyId)));
            chain.sign(new ChainMac(config.keys()), keyId);
        }
        bytes.writeBytes(chain.next(opened.toString()));
        append(bytes, before);
    }

    private AuditLine line(String event) {
        return new AuditLine(time.now(), event);
    }

    private String announcement(String keyId) {
        return line(ChainLine.KEY_CHANGED).with("next_key", keyId).toString();
    }

    /** Writes all lines, or none. */
    void write(List<AuditLine> lines) throws IOException {
        ChainHead before = chain.head();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.forEach(line -> bytes.writeBytes(chain.next(line.toString())));
        append(bytes, before);
    }

    private void append(ByteArrayOutputStream bytes, ChainHead before) throws IOException {
        boolean done = false;
        try {
            file.append(bytes.toByteArray());
            isForced = false;
            if (config.fsync() == AuditConfig.Fsync.ALWAYS) {
                force();
            }
            done = true;
        } finally {
            if (!done) {
                chain.backTo(before);
            }
        }
    }

    /** Does what is due about once a second: another file of the same name, a new day, the disk. */
    void attend() throws IOException {
        if (file.hasMoved()) {
            file.reopen();
        } else if (file.hasShrunk()) {
            log.error("Somebody has shortened the audit's file while it was written");
            write(List.of(line("audit_shortened")));
        }
        if (config.fsync() == AuditConfig.Fsync.EVERY_SECOND) {
            force();
        }
        List<AuditLine> removed = rotation.attend(file, config, chain.head().seq());
        if (!removed.isEmpty()) {
            write(removed);
        }
    }

    /** Adopts a configuration; another key is announced under the previous one. */
    void adopt(AuditConfig now) throws IOException {
        if (now.equals(config)) {
            return;
        }
        AuditKey next = now.key().orElse(signing(config));
        if (!next.id().equals(chain.keyId())) {
            ChainHead before = chain.head();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(chain.next(announcement(next.id())));
            append(bytes, before);
            chain.sign(new ChainMac(List.of(next)), next.id());
            log.info("The audit is signed with the key {} from now on", next.id());
        } else if (!next.equals(signing(config))) {
            log.error("audit.key is another one under the same audit.key_id; the previous one goes on signing");
        }
        config = now;
    }

    private void force() throws IOException {
        if (!isForced) {
            file.force();
            isForced = true;
        }
    }

    ChainHead head() {
        return chain.head();
    }

    long fileBytes() {
        return file.size();
    }

    /** Writes the line {@value ChainLine#CLOSED}. */
    @Override
    public void close() throws IOException {
        try (AuditFile open = file) {
            write(List.of(line(ChainLine.CLOSED)));
            open.force();
        }
    }
}
