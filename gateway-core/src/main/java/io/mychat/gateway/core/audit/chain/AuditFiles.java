package io.mychat.gateway.core.audit.chain;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The audit's file and the older ones beside it, whoever has renamed or compressed them.
 *
 * @since 0.1.0
 */
public final class AuditFiles {

    /** Behind the file's name: the file whose lock keeps a second gateway away. */
    public static final String LOCK = ".lock";

    private static final int MAGIC = 0x1f8b;
    private static final int LOOK_FOR_FIRST = 100;

    private AuditFiles() {}

    /** The file, if it exists, and all whose names begin with its name and a dot or dash. */
    public static List<Path> of(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        String name = String.valueOf(absolute.getFileName());
        Path directory = absolute.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> belongs(String.valueOf(path.getFileName()), name))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static boolean belongs(String path, String name) {
        return path.equals(name)
                || (!path.equals(name + LOCK) && (path.startsWith(name + ".") || path.startsWith(name + "-")));
    }

    /** The files in the order of their first lines; those without a line last. */
    static List<Path> sorted(List<Path> files) throws IOException {
        record Place(Path file, long first) {}
        List<Place> places = new ArrayList<>();
        for (Path file : files) {
            places.add(new Place(file, first(file).orElse(Long.MAX_VALUE)));
        }
        return places.stream()
                .sorted(Comparator.comparingLong(Place::first))
                .map(Place::file)
                .toList();
    }

    /** The number of the first line in a file that has one among its first hundred. */
    private static OptionalLong first(Path file) throws IOException {
        try (Lines lines = new Lines(file)) {
            for (int i = 0; i < LOOK_FOR_FIRST; i++) {
                Optional<byte[]> bytes = lines.next();
                if (bytes.isEmpty()) {
                    break;
                }
                byte[] line = bytes.get();
                Optional<ChainLine> read = ChainLine.parse(Arrays.copyOf(line, Math.max(0, line.length - 1)));
                if (read.isPresent()) {
                    return OptionalLong.of(read.get().seq());
                }
            }
        }
        return OptionalLong.empty();
    }

    /** The lines of one file, compressed or not. What cannot be read is named by the exception. One thread. */
    static final class Lines implements AutoCloseable {

        private final Path file;
        private final InputStream input;
        private final boolean isCompressed;

        Lines(Path file) throws FileSystemException {
            this.file = file;
            try {
                BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                try {
                    raw.mark(2);
                    isCompressed = (raw.read() << 8 | raw.read()) == MAGIC;
                    raw.reset();
                    this.input = isCompressed ? new BufferedInputStream(new GZIPInputStream(raw), 1 << 16) : raw;
                } catch (IOException e) {
                    raw.close();
                    throw e;
                }
            } catch (IOException e) {
                throw named(file, e);
            }
        }

        private static FileSystemException named(Path file, IOException e) {
            if (e instanceof FileSystemException named) {
                return named;
            }
            FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            return named;
        }

        boolean isCompressed() {
            return isCompressed;
        }

        /** The next line with its end, or a part of it when it is longer than a line can be; empty: the file has ended. */
        Optional<byte[]> next() throws FileSystemException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            try {
                int next = input.read();
                while (next >= 0) {
                    line.write(next);
                    if (next == '\n' || line.size() > ChainLine.MAX_BYTES) {
                        break;
                    }
                    next = input.read();
                }
            } catch (IOException e) {
                throw named(file, e);
            }
            return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
