package io.mychat.gateway.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a program left behind.
 *
 * @param output standard output and error together
 */
public record CommandResult(int exitCode, String output) {

    private static final int TIMEOUT_SECONDS = 300;

    /** Runs a program to its end, with nothing on its standard input. */
    public static CommandResult of(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(List.of(command) + " has not ended; its output so far: " + output);
        }
        return new CommandResult(process.exitValue(), output);
    }

    /** The output of a program that must succeed. */
    public static String outputOf(Path directory, String... command) throws IOException, InterruptedException {
        CommandResult result = of(directory, Map.of(), command);
        if (result.exitCode() != 0) {
            throw new AssertionError(List.of(command) + " failed with " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }
}
