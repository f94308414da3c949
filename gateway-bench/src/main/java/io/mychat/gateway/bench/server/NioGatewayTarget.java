package io.mychat.gateway.bench.server;

/** The gateway on gateway-transport-nio; otherwise and with the arguments of {@link GatewayTarget}. */
public final class NioGatewayTarget {

    private NioGatewayTarget() {}

    public static void main(String[] args) throws Exception {
        GatewayTarget.run("nio", args);
    }
}
