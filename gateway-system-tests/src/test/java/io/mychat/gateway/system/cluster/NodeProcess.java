package io.mychat.gateway.system.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mychat.gateway.core.GatewayServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway in a JVM of its own, so that it can be killed and paused. Ends with this JVM at the latest. */
final class NodeProcess implements AutoCloseable {

    private static final String READY = "ready ";

    private final Process process;
    private final Node node;

    private NodeProcess(Process process, Node node) {
        this.process = process;
        this.node = node;
    }

    /** Starts one and waits until it serves. */
    static NodeProcess start(String nodeId, Map<String, ?> settings) {
        List<String> command = new ArrayList<>(List.of(
                new File(System.getProperty("java.home"), "bin/java").getPath(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                nodeId));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    String[] ports = line.substring(READY.length()).split(" ", 2);
                    Thread drain = new Thread(() -> output.lines().forEach(System.out::println), "node-" + nodeId);
                    drain.setDaemon(true);
                    drain.start();
                    return new NodeProcess(process, new Node(Integer.parseInt(ports[0]), Integer.parseInt(ports[1])));
                }
                System.out.println(line);
            }
            throw new AssertionError("node " + nodeId + " ended before it served");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Node node() {
        return node;
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGSTOP. */
    void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** The process itself: node id, then settings as {@code key=value}. Ends when its parent does. */
    public static void main(String[] args) throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (int i = 1; i < args.length; i++) {
            String[] pair = args[i].split("=", 2);
            settings.put(pair[0], pair[1].matches("[0-9]+") ? (Object) Long.parseLong(pair[1]) : pair[1]);
        }
        GatewayServer server = ClusterGateway.builder(args[0], settings).build();
        server.start();
        System.out.println(READY + server.webSocketAddress().getPort() + " "
                + server.httpAddress().getPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }
}
