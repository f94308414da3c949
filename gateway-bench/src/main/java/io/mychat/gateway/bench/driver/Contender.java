package io.mychat.gateway.bench.driver;

import io.mychat.gateway.bench.client.dialect.Dialects;
import io.mychat.gateway.bench.peer.EpollEcho;
import io.mychat.gateway.bench.peer.NettyFanOut;
import io.mychat.gateway.bench.peer.SocketIoRelay;
import io.mychat.gateway.bench.peer.StompRelay;
import io.mychat.gateway.bench.peer.VertxEcho;
import io.mychat.gateway.bench.server.BoringSslTarget;
import io.mychat.gateway.bench.server.GatewayTarget;
import io.mychat.gateway.bench.server.LoginKind;
import io.mychat.gateway.bench.server.NettyEcho;
import io.mychat.gateway.bench.server.NioBoringSslTarget;
import io.mychat.gateway.bench.server.NioGatewayTarget;
import io.mychat.gateway.bench.server.NioTransportEcho;
import io.mychat.gateway.bench.server.RedisEcho;
import io.mychat.gateway.bench.server.UndertowEcho;
import io.mychat.gateway.bench.server.UndertowTransportEcho;
import io.mychat.gateway.bench.sessions.SessionsTarget;
import io.netty.channel.epoll.Epoll;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server in a comparison.
 *
 * @param login the kind of its clients' login; empty for an echo
 * @param main the class of its program; {@code Void}: it is no Java
 * @param classPath the class path of its JVM, or the program that is no Java
 * @param cluster the cluster of the gateway; empty for a gateway in memory
 */
public record Contender(
        String name, Class<?> main, Optional<LoginKind> login, String classPath, Optional<Cluster> cluster) {

    /** The full envelope of the specification: 150 bytes. */
    private static final String REQUEST = "{\"cmd_id\":3001,\"request_id\":\"heartbeat-42\",\"data\":\"{}\","
            + "\"user_id\":\"user-00042\",\"platform\":\"android\",\"timestamp\":\"2025-01-08T10:30:00Z\",\"v\":\"1.0.0\"}";

    private static final String REPLY = "{\"cmd_id\":3001,\"request_id\":\"heartbeat-42\",\"code\":200,";

    private static final Map<Class<?>, Dialects> DIALECTS =
            Map.of(SocketIoRelay.class, Dialects.SOCKET_IO, StompRelay.class, Dialects.STOMP);

    public static Contender gateway(LoginKind login) {
        String name = login == LoginKind.PASSWORD ? "gateway, password logins" : "gateway";
        return new Contender(name, GatewayTarget.class, Optional.of(login), ownClassPath(), Optional.empty());
    }

    /** The gateway of this build on the JDK's selectors. */
    public static Contender nioGateway() {
        return tokenGateway("gateway on nio", NioGatewayTarget.class);
    }

    /** The gateway of this build with TLS by BoringSSL. */
    public static Contender boringSsl() {
        return tokenGateway("gateway, BoringSSL", BoringSslTarget.class);
    }

    /** The gateway of this build on the JDK's selectors, with TLS by BoringSSL. */
    public static Contender nioBoringSsl() {
        return tokenGateway("gateway on nio, BoringSSL", NioBoringSslTarget.class);
    }

    private static Contender tokenGateway(String name, Class<?> main) {
        return new Contender(name, main, Optional.of(LoginKind.TOKEN), ownClassPath(), Optional.empty());
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
        return echo("Undertow's WebSocket, echo", UndertowEcho.class);
    }

    public static Contender netty() {
        return echo("Netty, echo", NettyEcho.class);
    }

    /** Servers that only echo, by other libraries. */
    public static List<Contender> echoes() {
        List<Contender> echoes = new ArrayList<>(List.of(echo("Vert.x, echo", VertxEcho.class)));
        if (Epoll.isAvailable()) {
            echoes.add(0, echo("Netty on epoll, echo", EpollEcho.class));
        }
        return echoes;
    }

    /** Servers that pass on messages from client to client and store nothing. */
    public static List<Contender> relays() {
        return List.of(
                echo("netty-socketio, relay", SocketIoRelay.class),
                echo("Spring's simple broker, STOMP", StompRelay.class));
    }

    /** The same gateway without sockets, whose clients are in its own process. */
    public Contender withLocalClients() {
        return new Contender(name, SessionsTarget.class, Optional.empty(), classPath, Optional.empty());
    }

    /** No gateway, only its calls to Redis. */
    public static Contender redis(Cluster cluster) {
        return new Contender(
                "Redis, bare calls", RedisEcho.class, Optional.empty(), ownClassPath(), Optional.of(cluster));
    }

    /** The same gateway with other logins. */
    public Contender with(LoginKind other) {
        return new Contender(name, main, Optional.of(other), classPath, cluster);
    }

    /** The same gateway as one of a cluster. */
    public Contender in(Cluster shared) {
        return new Contender(name + " on Redis", main, login, classPath, Optional.of(shared));
    }

    /** A program that is no Java. */
    public static Contender program(String name, Path path) {
        return new Contender(name, Void.class, Optional.empty(), path.toString(), Optional.empty());
    }

    /** Whether it has no compiler that could need time. */
    public boolean isProgram() {
        return main == Void.class;
    }

    /** Netty's handlers, which send what one client says to all others. */
    public static Contender nettyFanOut() {
        return echo("Netty, fan-out", NettyFanOut.class);
    }

    /** What its clients speak. */
    Dialects dialect() {
        return DIALECTS.getOrDefault(main, Dialects.GATEWAY);
    }

    /** Whether it stores messages, and knows of their acknowledgement. */
    public boolean stores() {
        return login.isPresent();
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
