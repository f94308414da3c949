package io.mychat.gateway.bench.driver;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that does one thing quickly. */
final class Tool {

    private Tool() {}

    /**
     * Runs it, and drops what it says.
     *
     * @return whether it is there and has succeeded within a minute
     */
    static boolean run(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return false; // there is none
        }
        try {
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
