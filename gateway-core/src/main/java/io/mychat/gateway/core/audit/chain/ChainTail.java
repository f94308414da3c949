package io.mychat.gateway.core.audit.chain;

import io.mychat.gateway.core.codec.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of a file: its last line, and what a crash has left behind that. Reads at most the last
 * {@value ChainLine#MAX_BYTES} bytes. Immutable.
 *
 * @since 0.1.0
 */
public final class ChainTail {

    private static final byte[] NOTHING = new byte[0];

    private final @Nullable ChainLine last;
    private final byte[] torn;

    private ChainTail(@Nullable ChainLine last, byte[] torn) {
        this.last = last;
        this.torn = torn;
    }

    /** Of a file that may be missing. */
    public static ChainTail of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new ChainTail(null, NOTHING);
        }
        byte[] end = end(file);
        int stop = end.length;
        while (stop > 0) {
            int lineEnd = lastIndex(end, stop);
            if (lineEnd < 0) {
                break;
            }
            int start = lastIndex(end, lineEnd) + 1;
            Optional<ChainLine> line = ChainLine.parse(Arrays.copyOfRange(end, start, lineEnd));
            if (line.isPresent()) {
                return new ChainTail(line.get(), Arrays.copyOfRange(end, lineEnd + 1, end.length));
            }
            stop = lineEnd;
        }
        return new ChainTail(null, end);
    }

    private static byte[] end(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            channel.position(Math.max(0, size - ChainLine.MAX_BYTES));
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(size, ChainLine.MAX_BYTES));
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // More may come.
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    /** The last line end before {@code stop}; -1 when there is none. */
    private static int lastIndex(byte[] bytes, int stop) {
        int i = stop - 1;
        while (i >= 0 && bytes[i] != '\n') {
            i--;
        }
        return i;
    }

    /** The last whole line of a chain; empty when there is none. */
    public Optional<ChainLine> last() {
        return Optional.ofNullable(last);
    }

    /** How many bytes stand behind the last line. */
    public int tornBytes() {
        return torn.length;
    }

    /** The SHA-256 of these bytes, in hexadecimal digits. */
    public String tornSha256() {
        return HexFormat.of().formatHex(Sha256.start().digest(torn));
    }

    /** Whether the file ends within a line. */
    public boolean isInsideLine() {
        return torn.length > 0 && torn[torn.length - 1] != '\n';
    }
}
