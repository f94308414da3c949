package io.mychat.gateway.transport.common.tls.boringssl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.config.CertifiedKey;
import io.mychat.gateway.testkit.TestCertificates;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerEnginesTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
    private SSLContext client;
    private ServerEngines engines;

    @BeforeEach
    void make() throws Exception {
        TestCertificates files = TestCertificates.forLoopback(directory);
        client = files.client();
        Identity identity = new Identity(
                CertifiedKey.read(files.certificate(), files.key(), Optional.empty()),
                List.of("TLSv1.3", "TLSv1.2"),
                List.of(
                        "TLS_AES_128_GCM_SHA256",
                        "TLS_AES_256_GCM_SHA384",
                        "TLS_CHACHA20_POLY1305_SHA256",
                        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                Optional.empty(),
                TIMEOUT,
                100,
                count);
        engines = new ServerEngines(identity, nanos::get);
    }

    private SSLEngine client(String protocol) {
        SSLEngine engine = client.createSSLEngine("127.0.0.1", 443);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    /** A handshake and a message each way; whether it was resumed. */
    private boolean resumes(String protocol) throws SSLException {
        SSLEngine visitor = client(protocol);
        ServerEngine server = engines.engine();
        visitor.beginHandshake();
        while (visitor.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            step(visitor, toServer, toClient);
            step(server, toClient, toServer);
        }
        send(visitor, toServer, server);
        send(server, toClient, visitor);
        boolean resumed = server.isResumed();
        server.free();
        toServer.clear();
        toClient.clear();
        return resumed;
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        } else {
            in.flip();
            engine.unwrap(in, ByteBuffer.allocate(1 << 15));
            in.compact();
        }
    }

    private static void send(SSLEngine from, ByteBuffer wire, SSLEngine to) throws SSLException {
        from.wrap(ByteBuffer.wrap(new byte[] {7}), wire);
        wire.flip();
        ByteBuffer content = ByteBuffer.allocate(1 << 15);
        while (content.position() == 0) {
            SSLEngineResult result = to.unwrap(wire, content); // a ticket may come first
            assertThat(result.getStatus()).isEqualTo(SSLEngineResult.Status.OK);
            for (Runnable task = to.getDelegatedTask(); task != null; task = to.getDelegatedTask()) {
                task.run();
            }
        }
        wire.compact();
        assertThat(content.get(0)).isEqualTo((byte) 7);
    }

    /** Resumptions do not prolong it, which BoringSSL alone lets them do for a week. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noSessionIsOlderThanTheTimeout(String protocol) throws Exception {
        assertThat(resumes(protocol)).isFalse();
        assertThat(resumes(protocol)).isTrue();
        nanos.set(TIMEOUT.toNanos() - 1);
        assertThat(resumes(protocol)).isTrue();

        nanos.set(TIMEOUT.toNanos());

        assertThat(resumes(protocol)).isFalse();
        assertThat(resumes(protocol)).isTrue();
    }

    /** Also the signature, which Netty's own tasks do not have. */
    @Test
    void theHandshakeIsComputedInATask() throws Exception {
        SSLEngine visitor = client("TLSv1.3");
        ServerEngine server = engines.engine();
        visitor.wrap(ByteBuffer.allocate(0), toServer);
        toServer.flip();

        SSLEngineResult taken = server.unwrap(toServer, ByteBuffer.allocate(1 << 15));

        assertThat(taken.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_TASK);
        assertThat(server.wrap(ByteBuffer.allocate(0), toClient).bytesProduced())
                .isZero();
        Runnable task = Objects.requireNonNull(server.getDelegatedTask());
        assertThat(server.getDelegatedTask()).isNull();
        task.run();
        assertThat(server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NEED_WRAP);
        assertThat(server.wrap(ByteBuffer.allocate(0), toClient).bytesProduced())
                .isGreaterThan(500);
    }

    @Test
    void anEngineThatIsFreedInsideItsTaskIsFreedOnce() throws Exception {
        SSLEngine visitor = client("TLSv1.3");
        ServerEngine server = engines.engine();
        assertThat(count).hasValue(1);
        visitor.wrap(ByteBuffer.allocate(0), toServer);
        server.unwrap(toServer.flip(), ByteBuffer.allocate(1 << 15));
        Runnable task = Objects.requireNonNull(server.getDelegatedTask());

        server.free();
        task.run();
        server.free();

        assertThat(count).hasValue(0);
        assertThat(server.isResumed()).isFalse();
        assertThat(server.wrap(ByteBuffer.allocate(0), toClient).bytesProduced())
                .isZero();
    }
}
