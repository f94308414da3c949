package io.mychat.gateway.bench.server;

/** gateway-transport-undertow alone, as {@link TransportEcho} says. */
public final class UndertowTransportEcho {

    private UndertowTransportEcho() {}

    public static void main(String[] args) throws Exception {
        TransportEcho.run("undertow", args);
    }
}
