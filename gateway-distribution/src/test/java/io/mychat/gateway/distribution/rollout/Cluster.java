package io.mychat.gateway.distribution.rollout;

import io.mychat.gateway.distribution.Installation;
import io.mychat.gateway.distribution.Proxy;
import io.mychat.gateway.distribution.ProxyPorts;
import io.mychat.gateway.testkit.TestCertificates;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gateways of the archive at one Redis, with a proxy in front of them. For use by one thread. */
final class Cluster implements AutoCloseable {

    /** Clients a second that leave when that is planned: what two processors keep up with, load and proxy included. */
    static final int PACE = Integer.getInteger("rollout.pace", 50);

    private final List<Installation> gateways;
    private final TestProcess redis;
    private final TestProcess proxy;
    private final URI clients;
    private final HttpClient http;
    private final ExecutorService threads;

    private Cluster(
            List<Installation> gateways,
            TestProcess redis,
            TestProcess proxy,
            URI clients,
            TestCertificates certificate) {
        this.gateways = gateways;
        this.redis = redis;
        this.proxy = proxy;
        this.clients = clients;
        this.threads = Executors.newFixedThreadPool(4);
        this.http = HttpClient.newBuilder()
                .sslContext(certificate.client())
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
    }

    /**
     * Starts Redis and the proxy. The gateways are installed, and do not run yet.
     *
     * @param rate the clients that a gateway lets in in a second
     */
    static Cluster of(Path folder, Proxy proxy, int size, int clients, int rate)
            throws IOException, InterruptedException {
        int redisPort = TestProcess.freePort();
        TestProcess redis = startRedis(folder, redisPort);
        List<Installation> gateways = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            gateways.add(gateway(folder.resolve("gw" + i), redisPort, clients)
                    .with("GATEWAY_SERVER_NODE_ID", "gw" + i)
                    .with("GATEWAY_SERVER_HANDSHAKES_PER_SECOND", Integer.toString(rate))
                    .with("GATEWAY_SERVER_HANDSHAKE_BURST", Integer.toString(Math.max(1, rate / 10)))
                    .with("GATEWAY_SERVER_DRAIN_PER_SECOND", Integer.toString(PACE))
                    .with("GATEWAY_SERVER_DRAIN_SECONDS", Integer.toString(10 + clients / PACE))
                    .with("GATEWAY_SERVER_REBALANCE_MIN_AGE_SECONDS", "3")
                    .with("GATEWAY_SECURITY_TRUSTED_PROXIES", Proxy.ADDRESS)
                    .with("GATEWAY_SECURITY_CLIENT_ADDRESS", "x-real-ip")
                    .with("GATEWAY_SECURITY_MAX_UNAUTHENTICATED_PER_IP", "4096"));
        }
        ProxyPorts ports = ProxyPorts.of(proxy, gateways);
        TestCertificates certificate = TestCertificates.forLoopback(folder);
        TestProcess front = TestProcess.of(proxy.command(folder, ports, certificate, Math.max(1000, 2 * clients)))
                .directory(folder)
                .readyWhen(process -> TestProcess.isListening(ports.webSocket()))
                .start();
        URI uri = URI.create("wss://127.0.0.1:" + ports.webSocket() + "/ws");
        return new Cluster(gateways, redis, front, uri, certificate);
    }

    /** A Redis that loses nothing when it is killed: with {@code everysec} a write waits for a slow fsync, and its answer does not. */
    static TestProcess startRedis(Path folder, int port) {
        List<String> command = List.of(
                "redis-server",
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always");
        return TestProcess.of(command)
                .directory(folder)
                .readyWhen(process -> TestProcess.isListening(port))
                .start();
    }

    /** A gateway at a Redis, with so many users and an operator. */
    static Installation gateway(Path folder, int redisPort, int users) throws IOException, InterruptedException {
        return Installation.unpackInto(Files.createDirectory(folder))
                .withUsers(users)
                .withOperator()
                .withRedis(redisPort)
                .with("MYCHAT_CDS", "off")
                .with("JAVA_OPTS", "-Xmx384m")
                .with("GATEWAY_JWT_SECRET", "a secret of these tests, and long enough");
    }

    Installation gateway(int number) {
        return gateways.get(number);
    }

    TestProcess redis() {
        return redis;
    }

    TestProcess proxy() {
        return proxy;
    }

    /** Clients that connect by the proxy. */
    Crowd crowd(int size) {
        return Crowd.of(size, gateways.get(0), http, i -> clients);
    }

    /** The clients that are logged in on a gateway. */
    static int connections(Installation gateway) {
        return gateway.operator()
                .get("/api/system/metrics")
                .json()
                .path("connections")
                .path("authenticated")
                .asInt();
    }

    @Override
    public void close() {
        gateways.forEach(Installation::close);
        proxy.close();
        redis.close();
        threads.shutdownNow();
    }
}
