package io.mychat.gateway.bench.driver;

import io.mychat.gateway.bench.server.GatewayTarget;
import io.mychat.gateway.bench.server.LoginKind;
import io.mychat.gateway.bench.server.NettyEcho;
import io.mychat.gateway.bench.server.NioGatewayTarget;
import io.mychat.gateway.bench.server.NioTransportEcho;
import io.mychat.gateway.bench.server.RedisEcho;
import io.mychat.gateway.bench.server.UndertowEcho;
import io.mychat.gateway.bench.server.UndertowTransportEcho;
import java.util.List;
import java.util.Optional;

/**
 * A server in a comparison.
 *
 * @param login the kind of its clients' login; empty for an echo
 * @param classPath the class path of its JVM
 * @param cluster the cluster of the gateway; empty for a gateway in memory
 */
public record Contender(
        String name, Class<?> main, Optional<LoginKind> login, String classPath, Optional<Cluster> cluster) {

    /** The full envelope of the specification: 150 bytes. */
    private static final String REQUEST = "{\"cmd_id\":3001,\"request_id\":\"heartbeat-42\",\"data\":\"{}\","
            + "\"user_id\":\"user-00042\",\"platform\":\"android\",\"timestamp\":\"2025-01-08T10:30:00Z\",\"v\":\"1.0.0\"}";

    private static final String REPLY = "{\"cmd_id\":3001,\"request_id\":\"heartbeat-42\",\"code\":200,";

    public static Contender gateway(LoginKind login) {
        String name = login == LoginKind.TOKEN ? "gateway" : "gateway, password logins";
        return new Contender(name, GatewayTarget.class, Optional.of(login), ownClassPath(), Optional.empty());
    }

    /** The gateway of this build on the JDK's selectors. */
    public static Contender nioGateway() {
        return new Contender(
                "gateway on nio",
                NioGatewayTarget.class,
                Optional.of(LoginKind.TOKEN),
                ownClassPath(),
                Optional.empty());
    }

    /** The transports of the gateway without the gateway. */
    public static List<Contender> transports() {
        return List.of(
                echo("gateway-transport-undertow, echo", UndertowTransportEcho.class),
                echo("gateway-transport-nio, echo", NioTransportEcho.class));
    }

    private static Contender echo(String name, Class<?> main) {
        return new Contender(name, main, Optional.empty(), ownClassPath(), Optional.empty());
    }

    /** The gateway of another build of this module's runnable jar. */
    public static Contender gatewayOf(String jar) {
        return new Contender(
                "gateway of " + jar, GatewayTarget.class, Optional.of(LoginKind.TOKEN), jar, Optional.empty());
    }

    public static Contender undertow() {
        return new Contender(
                "Undertow's WebSocket, echo", UndertowEcho.class, Optional.empty(), ownClassPath(), Optional.empty());
    }

    public static Contender netty() {
        return new Contender("Netty, echo", NettyEcho.class, Optional.empty(), ownClassPath(), Optional.empty());
    }

    /** No gateway, only its calls to Redis. */
    public static Contender redis(Cluster cluster) {
        return new Contender(
                "Redis, bare calls", RedisEcho.class, Optional.empty(), ownClassPath(), Optional.of(cluster));
    }

    /** The same gateway as one of a cluster. */
    public Contender in(Cluster shared) {
        return new Contender(name + " on Redis", main, login, classPath, Optional.of(shared));
    }

    /** The request of its clients. */
    String request() {
        return REQUEST;
    }

    /** The start of each reply. */
    String reply() {
        return login.isPresent() ? REPLY : REQUEST;
    }

    static String ownClassPath() {
        return System.getProperty("java.class.path");
    }
}
