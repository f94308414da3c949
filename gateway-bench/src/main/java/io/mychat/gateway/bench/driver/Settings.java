package io.mychat.gateway.bench.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of all servers in a comparison.
 *
 * @param rounds the number of rounds
 * @param ioThreads the I/O threads of each server
 * @param tls the directory with the servers' certificate, see {@link TlsFiles}; empty without TLS
 * @param java the command that starts a server's JVM, with its flags
 */
public record Settings(int rounds, int ioThreads, Optional<Path> tls, List<String> java) {

    /** The same, with or without TLS. */
    public Settings with(Optional<Path> otherTls) {
        return new Settings(rounds, ioThreads, otherTls, java);
    }

    /** The same with further flags, which take precedence. */
    public Settings with(List<String> flags) {
        return new Settings(
                rounds,
                ioThreads,
                tls,
                Stream.concat(java.stream(), flags.stream()).toList());
    }
}
