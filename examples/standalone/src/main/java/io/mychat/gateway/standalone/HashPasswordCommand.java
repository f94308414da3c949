package io.mychat.gateway.standalone;

import io.mychat.gateway.auth.PasswordHasher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the hash of a password for the users file. */
@Command(
        name = "hash-password",
        description = "Reads a password from standard input (one line) and prints its hash for auth.users_file.",
        mixinStandardHelpOptions = true)
final class HashPasswordCommand implements Callable<Integer> {

    /** Far above the limit of a password. */
    private static final int MAX_BYTES = 8192;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        try {
            String hash = new PasswordHasher().hash(password(System.in));
            commandLine.getOut().println(hash);
            return 0;
        } catch (CharacterCodingException e) {
            commandLine
                    .getErr()
                    .println(
                            "The password on standard input is not UTF-8, so no login could succeed with it. Write it in UTF-8.");
        } catch (IllegalArgumentException e) {
            commandLine.getErr().println("The password on standard input cannot be used: " + e.getMessage());
        }
        return GatewayCommand.UNUSABLE;
    }

    /**
     * Reads one line without a leading byte order mark.
     *
     * @throws IllegalArgumentException when there is no line, or when it is too long or has a NUL
     */
    private static String password(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            if (line.size() == MAX_BYTES) {
                throw new IllegalArgumentException("it is too long");
            }
            line.write(next);
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(line.toByteArray()))
                .toString();
        String password = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        password = password.endsWith("\r") ? password.substring(0, password.length() - 1) : password;
        if (password.isEmpty()) {
            throw new IllegalArgumentException("there is no password");
        }
        if (password.indexOf(0) >= 0) {
            throw new IllegalArgumentException("it contains a NUL character, as in UTF-16; write it in UTF-8");
        }
        return password;
    }
}
