package io.mychat.gateway.distribution;

import io.mychat.gateway.testkit.TestProcess;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a proxy listens, and the gateways behind it.
 *
 * @param webSocket where clients connect
 * @param http where the API is: the same where the proxy sees paths
 */
public record ProxyPorts(int webSocket, int http, List<Installation> gateways) {

    public static ProxyPorts of(Proxy proxy, List<Installation> gateways) {
        int webSocket = TestProcess.freePort();
        return new ProxyPorts(webSocket, proxy.isPassthrough() ? TestProcess.freePort() : webSocket, gateways);
    }

    /** The shipped configuration with these gateways in place of 10.0.0.11 and 10.0.0.12; a third one has lines as the second. */
    String inGateways(String shipped) {
        StringBuilder text = new StringBuilder();
        for (String line : shipped.lines().flatMap(this::withFurther).toList()) {
            String changed = line;
            for (int i = 0; i < gateways.size(); i++) {
                String address = "10.0.0.1" + (i + 1);
                if (line.contains(address)) {
                    changed = changed.replace(
                                    address + ":8080",
                                    "127.0.0.1:" + gateways.get(i).webSocketPort())
                            .replace(
                                    address + ":8081",
                                    "127.0.0.1:" + gateways.get(i).httpPort())
                            .replace("port 8081", "port " + gateways.get(i).httpPort());
                }
            }
            text.append(changed).append('\n');
        }
        return text.toString();
    }

    private Stream<String> withFurther(String line) {
        Stream<String> further = IntStream.rangeClosed(3, line.contains("10.0.0.12") ? gateways.size() : 0)
                .mapToObj(i -> line.replace("10.0.0.12", "10.0.0.1" + i).replace("gw2", "gw" + i));
        return Stream.concat(Stream.of(line), further);
    }
}
