package io.mychat.gateway.bench.server;

/** gateway-transport-nio alone, as {@link TransportEcho} says. */
public final class NioTransportEcho {

    private NioTransportEcho() {}

    public static void main(String[] args) throws Exception {
        TransportEcho.run("nio", args);
    }
}
