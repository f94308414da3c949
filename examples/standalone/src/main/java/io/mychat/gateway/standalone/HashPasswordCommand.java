package io.mychat.gateway.standalone;

import io.mychat.gateway.auth.PasswordHasher;
import java.io.IOException;
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

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        String password;
        try {
            password = PasswordInput.read(System.in);
        } catch (IllegalArgumentException e) {
            commandLine.getErr().println(e.getMessage());
            return GatewayCommand.UNUSABLE;
        }
        try {
            commandLine.getOut().println(new PasswordHasher().hash(password));
            return 0;
        } catch (IllegalArgumentException e) {
            commandLine.getErr().println("The password on standard input cannot be used: " + e.getMessage());
            return GatewayCommand.UNUSABLE;
        }
    }
}
