package io.mychat.gateway.core.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads lines of a bounded length. Not thread-safe. */
final class LineReader {

    /** In place of a line that is too long. */
    static final byte[] TOO_LONG = {};

    private final InputStream in;
    private final int maxBytes;
    private long number;

    LineReader(InputStream in, int maxBytes) {
        this.in = new BufferedInputStream(in);
        this.maxBytes = maxBytes;
    }

    /** The number of the last line, from 1 on. */
    long number() {
        return number;
    }

    /** The next line that is not empty, {@link #TOO_LONG}, or null at the end. */
    byte @Nullable [] next() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long length = 0;
            int next = in.read();
            if (next < 0) {
                return null;
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                if (++length <= maxBytes) {
                    line.write(next);
                }
            }
            number++;
            if (length > maxBytes) {
                return TOO_LONG;
            }
            if (length > 0) {
                return line.toByteArray();
            }
        }
    }
}
