package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.spi.config.PemException;
import io.mychat.gateway.testkit.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that wants STARTTLS (RFC 3207) before everything else, in front of one that has none. */
final class StartTlsServer implements AutoCloseable {

    private final ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final int server;
    private final SSLContext tls;
    /** The commands that came unencrypted. */
    final List<String> inClear = new CopyOnWriteArrayList<>();

    StartTlsServer(int server, TestCertificates certificates) throws IOException {
        this.server = server;
        this.tls = context(certificates);
        daemon(this::accept);
    }

    int port() {
        return port.getLocalPort();
    }

    private static SSLContext context(TestCertificates certificates) {
        try {
            CertifiedKey identity = CertifiedKey.read(certificates.certificate(), certificates.key(), Optional.empty());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity.keyManagers("server"), null, null);
            return context;
        } catch (GeneralSecurityException | PemException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() throws IOException {
        while (!port.isClosed()) {
            Socket client = port.accept();
            daemon(() -> {
                try (client;
                        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
                    serve(client, behind);
                }
            });
        }
    }

    private void serve(Socket client, Socket behind) throws IOException {
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
        say(client, "220 test");
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            inClear.add(line);
            if (line.equals("STARTTLS")) {
                say(client, "220 go on");
                try (SSLSocket encrypted =
                        (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), false)) {
                    encrypted.setUseClientMode(false);
                    relay(encrypted, behind);
                }
                return;
            }
            say(client, line.startsWith("EHLO") ? "250-test\r\n250 STARTTLS" : "530 STARTTLS first");
        }
    }

    private static void relay(Socket client, Socket behind) throws IOException {
        InputStream answers = behind.getInputStream();
        for (int next = answers.read(); next >= 0 && next != '\n'; next = answers.read()) {
            // The greeting: the client has had one.
        }
        daemon(() -> pump(answers, client.getOutputStream()));
        pump(client.getInputStream(), behind.getOutputStream());
    }

    private static void pump(InputStream from, OutputStream to) throws IOException {
        byte[] bytes = new byte[1024];
        for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
            to.write(bytes, 0, count);
            to.flush();
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The client, or the test, has ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        port.close();
    }
}
