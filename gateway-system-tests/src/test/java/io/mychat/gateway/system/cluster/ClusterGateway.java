package io.mychat.gateway.system.cluster;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.test.GatewayProcess;
import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the nodes of these tests: a {@link LiveGateway} whose commands {@link #NORMAL} and {@link #SENSITIVE} answer at once.
 * Failed logins have limits, so that a login asks Redis for everything that it asks for in real life.
 */
public final class ClusterGateway {

    static final String PASSWORD = LiveGateway.PASSWORD;
    static final long NORMAL = 7001;
    static final long SENSITIVE = 7002;

    private ClusterGateway() {}

    static LiveGateway start(String nodeId, Map<String, ?> settings) throws IOException {
        return LiveGateway.start(builder(nodeId, settings));
    }

    /** Starts a node in a process of its own, with settings that are numbers and texts. */
    public static GatewayProcess startProcess(String nodeId, Map<String, ?> settings) {
        List<String> arguments = new ArrayList<>(List.of(nodeId));
        settings.forEach((key, value) -> arguments.add(key + "=" + value));
        return GatewayProcess.start(TestProcess.java(ClusterGateway.class, arguments));
    }

    /** The process itself: node id, then settings as {@code key=value}. Ends when its standard input does, with its parent. */
    public static void main(String[] args) throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String setting : List.of(args).subList(1, args.length)) {
            String[] pair = setting.split("=", 2);
            settings.put(pair[0], pair[1].matches("[0-9]+") ? (Object) Long.parseLong(pair[1]) : pair[1]);
        }
        LiveGateway unused = start(args[0], settings);
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }

    static GatewayBuilder builder(String nodeId, Map<String, ?> more) {
        GatewayBuilder builder = LiveGateway.builder()
                .setting("server.node_id", nodeId)
                .setting("server.drain_seconds", 1)
                .setting("security.failed_logins_per_minute.user_and_address", 10_000)
                .setting("security.failed_logins_per_minute.address", 10_000)
                .setting("security.failed_logins_per_minute.user", 10_000)
                .setting("security.failed_logins_per_minute.credentials", 10_000)
                .handler(echo(NORMAL, Sensitivity.NORMAL))
                .handler(echo(SENSITIVE, Sensitivity.SENSITIVE));
        more.forEach(builder::setting);
        return builder;
    }

    private static HandlerDefinition echo(long cmdId, Sensitivity sensitivity) {
        return HandlerDefinition.blocking("echo_" + cmdId, (message, context) -> Reply.ok(message.data()))
                .command(cmdId)
                .sensitivity(sensitivity)
                .build();
    }
}
