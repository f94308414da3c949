package io.mychat.gateway.bench.server;

/** The gateway on gateway-transport-nio with TLS by BoringSSL; otherwise and with the arguments of {@link GatewayTarget}. */
public final class NioBoringSslTarget {

    private NioBoringSslTarget() {}

    public static void main(String[] args) throws Exception {
        System.setProperty(ServerTlsFiles.PROVIDER, "boringssl");
        GatewayTarget.run("nio", args);
    }
}
