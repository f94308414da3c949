package io.mychat.gateway.distribution.soak;

/**
 * What a gateway takes at one moment.
 *
 * @param minute since the begin of the run
 * @param heap MB in use behind a full collection of the garbage
 * @param threads of its process
 * @param descriptors open files and sockets of its process
 * @param keys of its Redis; 0 without one
 * @param connections of clients
 */
record Sample(double minute, double heap, int threads, int descriptors, int keys, int connections) {

    static final String HEADER = "minute,heap_mb,threads,descriptors,redis_keys,connections";

    String line() {
        return "%.2f,%.2f,%d,%d,%d,%d".formatted(minute, heap, threads, descriptors, keys, connections);
    }
}
