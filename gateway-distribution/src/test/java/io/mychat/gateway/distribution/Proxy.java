package io.mychat.gateway.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.testkit.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A proxy with a configuration that is shipped: only addresses, ports and paths are replaced. */
public enum Proxy {
    NGINX("nginx/gateway.conf", false),
    NGINX_PASSTHROUGH("nginx/gateway-passthrough.conf", true),
    HAPROXY("haproxy/haproxy.cfg", false),
    HAPROXY_PASSTHROUGH("haproxy/haproxy-passthrough.cfg", true);

    /** Where it connects to the gateways from, so that its own address and the clients' differ. */
    public static final String ADDRESS = "127.0.0.2";

    private static final Path DEPLOY = Path.of("..", "deploy");

    private final String file;
    private final boolean passthrough;

    Proxy(String file, boolean passthrough) {
        this.file = file;
        this.passthrough = passthrough;
    }

    /** Whether TLS ends at the gateways, which learn the client's address by the PROXY protocol. */
    boolean isPassthrough() {
        return passthrough;
    }

    private boolean isNginx() {
        return this == NGINX || this == NGINX_PASSTHROUGH;
    }

    /** The command that runs it in the foreground; its configuration is written and checked. */
    public List<String> command(Path directory, ProxyPorts ports, TestCertificates certificate)
            throws IOException, InterruptedException {
        return command(directory, ports, certificate, 1000);
    }

    /**
     * As {@link #command(Path, ProxyPorts, TestCertificates)}, for more clients.
     *
     * @param clients the most clients at once; each is two open files
     */
    public List<String> command(Path directory, ProxyPorts ports, TestCertificates certificate, int clients)
            throws IOException, InterruptedException {
        String shipped = Files.readString(DEPLOY.resolve(file));
        String text = isNginx()
                ? replace(nginx(directory, shipped, ports, certificate), "CONNECTIONS", "" + (2 * clients + 100))
                // So many as are shipped need more open files than a test has.
                : replace(haproxy(directory, shipped, ports, certificate), "maxconn 100000", "maxconn " + clients);
        Path config = Files.writeString(directory.resolve("proxy.conf"), text);
        List<String> check = isNginx()
                ? List.of("nginx", "-t", "-e", "stderr", "-p", directory.toString(), "-c", config.toString())
                : List.of("haproxy", "-c", "-f", config.toString());
        CommandResult checked = CommandResult.of(directory, Map.of(), check.toArray(String[]::new));
        assertThat(checked.exitCode()).as(checked.output()).isZero();
        assertThat(checked.output().toLowerCase(Locale.ROOT)).doesNotContain("warn");
        return isNginx()
                ? List.of("nginx", "-e", "stderr", "-p", directory.toString(), "-c", config.toString())
                : List.of("haproxy", "-db", "-f", config.toString());
    }

    private String nginx(Path directory, String shipped, ProxyPorts ports, TestCertificates certificate) {
        String gateways = ports.inGateways(shipped);
        String text;
        if (passthrough) {
            text = replace(gateways, "listen 443;", "listen 127.0.0.1:" + ports.webSocket() + ";");
            text = replace(text, "listen 8443;", "listen 127.0.0.1:" + ports.http() + ";");
            text = replace(text, "proxy_protocol on;", "proxy_protocol on;\nproxy_bind " + ADDRESS + ";");
        } else {
            text = replace(gateways, "listen 443 ssl;", "listen 127.0.0.1:" + ports.webSocket() + " ssl;");
            text = replace(
                    text,
                    "/etc/ssl/gateway/fullchain.pem",
                    certificate.certificate().toString());
            text = replace(text, "/etc/ssl/gateway/key.pem", certificate.key().toString());
            text = replace(text, "proxy_http_version 1.1;", "proxy_http_version 1.1;\nproxy_bind " + ADDRESS + ";");
            text = "http {\naccess_log off;\n" + temporaryPaths(directory) + text + "}\n";
        }
        return """
                load_module /usr/lib/nginx/modules/ngx_stream_module.so;
                daemon off;
                master_process off;
                pid %s/nginx.pid;
                events { worker_connections CONNECTIONS; }
                """.formatted(directory) + text;
    }

    private static String temporaryPaths(Path directory) {
        StringBuilder paths = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            paths.append(kind)
                    .append("_temp_path ")
                    .append(directory.resolve(kind))
                    .append(";\n");
        }
        return paths.toString();
    }

    private String haproxy(Path directory, String shipped, ProxyPorts ports, TestCertificates certificate)
            throws IOException {
        String text = replace(ports.inGateways(shipped), "\ndefaults\n", "\ndefaults\n    source " + ADDRESS + "\n");
        text = replace(text, "bind :443", "bind 127.0.0.1:" + ports.webSocket());
        if (passthrough) {
            return replace(text, "bind :8443", "bind 127.0.0.1:" + ports.http());
        }
        // The chain and the key in one file.
        Path both = Files.writeString(
                directory.resolve("both.pem"),
                Files.readString(certificate.certificate()) + Files.readString(certificate.key()));
        return replace(text, "/etc/ssl/gateway/gateway.pem", both.toString());
    }

    private static String replace(String text, String shipped, String here) {
        assertThat(text).contains(shipped);
        return text.replace(shipped, here);
    }
}
