package io.mychat.gateway.bench;

import picocli.CommandLine.Option;

/** The options of measurements that servers take in turns. */
final class WindowOptions {

    @Option(
            names = "--windows",
            defaultValue = "6",
            description = "Measurements of each server in a round, in turns (default: ${DEFAULT-VALUE})")
    private int count;

    @Option(
            names = "--window-ms",
            defaultValue = "600",
            description = "How long each measurement takes (default: ${DEFAULT-VALUE})")
    private long millis;

    int count() {
        return count;
    }

    long millis() {
        return millis;
    }
}
