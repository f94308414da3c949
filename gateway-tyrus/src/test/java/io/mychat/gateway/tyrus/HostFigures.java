package io.mychat.gateway.tyrus;

import io.mychat.gateway.test.LiveGateway;

/** The metrics of a running gateway. */
record HostFigures(LiveGateway gateway) {

    /** @param sample the name, with labels, such as {@code host_sockets_closed_total{reason="client"}} */
    long of(String sample) {
        String start = "mychat_" + sample + " ";
        return gateway.http()
                .withHeader("Accept", "text/plain")
                .get("/api/system/metrics")
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> (long) Double.parseDouble(line.substring(start.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + sample));
    }

    long closed(Ending reason) {
        return of("host_sockets_closed_total{reason=\"" + reason.label() + "\"}");
    }

    long refused(Refusal reason) {
        return of("host_handshakes_refused_total{reason=\"" + reason.label() + "\"}");
    }
}
