package io.mychat.gateway.standalone;

import io.mychat.gateway.auth.PasswordHasher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Turns a password into the hash for a users file. */
@Command(
        name = "hash-password",
        description = "Reads a password from standard input (one line) and prints its hash for auth.users_file.",
        mixinStandardHelpOptions = true)
final class HashPasswordCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = input.readLine();
        if (password == null || password.isEmpty()) {
            commandLine.getErr().println("There is no password on standard input.");
            return GatewayCommand.UNUSABLE;
        }
        commandLine.getOut().println(new PasswordHasher().hash(password));
        return 0;
    }
}
