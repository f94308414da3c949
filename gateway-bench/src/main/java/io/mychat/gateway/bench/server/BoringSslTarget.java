package io.mychat.gateway.bench.server;

/** The gateway with TLS by BoringSSL; otherwise and with the arguments of {@link GatewayTarget}. */
public final class BoringSslTarget {

    private BoringSslTarget() {}

    public static void main(String[] args) throws Exception {
        System.setProperty(ServerTlsFiles.PROVIDER, "boringssl");
        GatewayTarget.run("undertow", args);
    }
}
