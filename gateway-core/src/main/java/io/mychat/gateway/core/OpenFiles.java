package io.mychat.gateway.core;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many sockets the process may have, as the kernel's {@code /proc} tells it; elsewhere any number. */
final class OpenFiles {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String LINE = "Max open files";

    private OpenFiles() {}

    /** Sockets for clients: the limit without what is open now, and an eighth, 64 to 1024, for what else will be opened. */
    static int sockets() {
        try {
            int limit = limit();
            int reserve = Math.max(64, Math.min(1024, limit / 8));
            return limit == Integer.MAX_VALUE ? limit : Math.max(1, limit - open() - reserve);
        } catch (IOException | RuntimeException e) {
            return Integer.MAX_VALUE;
        }
    }

    private static int limit() throws IOException {
        return Files.readAllLines(LIMITS).stream()
                .filter(line -> line.startsWith(LINE))
                .map(line -> line.substring(LINE.length()).strip().split("\\s+", -1)[0])
                .filter(soft -> soft.matches("[0-9]{1,9}"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    private static int open() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path ignored : descriptors) {
                count++;
            }
        }
        return count;
    }
}
