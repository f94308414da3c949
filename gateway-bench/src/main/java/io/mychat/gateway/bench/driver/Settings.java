package io.mychat.gateway.bench.driver;

import java.util.List;

/**
 * What is the same for all.
 *
 * @param rounds how often each contender has its turn
 * @param ioThreads of each server
 * @param java the command that starts a server's JVM, with its flags
 */
public record Settings(int rounds, int ioThreads, List<String> java) {}
