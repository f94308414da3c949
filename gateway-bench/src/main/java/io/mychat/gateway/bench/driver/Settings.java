package io.mychat.gateway.bench.driver;

import java.util.List;

/**
 * The settings of all servers in a comparison.
 *
 * @param rounds the number of rounds
 * @param ioThreads the I/O threads of each server
 * @param java the command that starts a server's JVM, with its flags
 */
public record Settings(int rounds, int ioThreads, List<String> java) {}
