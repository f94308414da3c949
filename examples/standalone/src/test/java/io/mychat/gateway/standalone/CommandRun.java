package io.mychat.gateway.standalone;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What one call of the program left behind: in this process, with its own output. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try {
            int exitCode =
                    GatewayCommand.execute(List.of(args), new PrintWriter(out, true), new PrintWriter(err, true));
            return new CommandRun(exitCode, out.toString(), err.toString());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** As {@link #of}, with that on standard input, which the whole process shares. */
    static CommandRun withInput(String input, String... args) {
        return withInput(input.getBytes(StandardCharsets.UTF_8), args);
    }

    /** As {@link #withInput(String, String...)}, with these bytes. */
    static CommandRun withInput(byte[] input, String... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            return of(args);
        } finally {
            System.setIn(before);
        }
    }

    List<String> errorLines() {
        return err.lines().toList();
    }
}
