package io.mychat.gateway.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Delays as a line of text: {@code HDR} and a compressed histogram of nanoseconds in Base64, or {@code BACK} and each of
 * them in microseconds, as crowd.c writes it.
 */
public final class DelayLine {

    private static final int DIGITS = 3;
    private static final String COMPRESSED = "HDR ";
    private static final String PLAIN = "BACK";

    private DelayLine() {}

    /** A histogram of nanoseconds without delays. */
    public static Histogram empty() {
        return new Histogram(DIGITS);
    }

    static String of(Histogram nanos) {
        ByteBuffer bytes = ByteBuffer.allocate(nanos.getNeededByteBufferCapacity());
        int length = nanos.encodeIntoCompressedByteBuffer(bytes);
        return COMPRESSED + Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    static String of(long[] nanos) {
        Histogram all = empty();
        for (long each : nanos) {
            all.recordValue(each);
        }
        return of(all);
    }

    /** @throws IOException for any other line */
    public static Histogram parse(String line) throws IOException {
        try {
            if (line.startsWith(COMPRESSED)) {
                byte[] bytes = Base64.getDecoder().decode(line.substring(COMPRESSED.length()));
                return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
            }
            String[] words = line.split(" ", -1);
            if (words[0].equals(PLAIN)) {
                return plain(words);
            }
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new IOException("unexpected answer: " + line, e);
        }
        throw new IOException("unexpected answer: " + line);
    }

    private static Histogram plain(String[] words) {
        Histogram all = empty();
        for (int i = 1; i < words.length; i++) {
            all.recordValue(Long.parseLong(words[i]) * 1000);
        }
        return all;
    }
}
