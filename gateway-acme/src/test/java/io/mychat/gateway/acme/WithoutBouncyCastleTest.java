package io.mychat.gateway.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.acme.challenge.ChallengeFiles;
import io.mychat.gateway.acme.challenge.ChallengeListener;
import io.mychat.gateway.acme.challenge.ChallengeListener.Bounds;
import io.mychat.gateway.acme.issue.AcmeAuthority;
import io.mychat.gateway.acme.issue.CertificateAuthority.Account;
import io.mychat.gateway.acme.issue.CertificateAuthority.Directory;
import io.mychat.gateway.acme.issue.CertificateAuthority.ExternalBinding;
import io.mychat.gateway.acme.issue.CertificateAuthority.Order;
import io.mychat.gateway.acme.issue.KeyType;
import io.mychat.gateway.spi.config.Authorities;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program is shipped without the library that acme4j's helpers need, and must never miss it. */
final class WithoutBouncyCastleTest {

    @TempDir
    Path directory;

    @Test
    void aWholeOrderMissesNothing() throws Exception {
        try (FakeAuthority authority = new FakeAuthority(Instant::now);
                Shipped shipped = new Shipped()) {
            Object order = shipped.loadClass(WholeOrder.class.getName())
                    .getConstructor(URI.class, Path.class, IntConsumer.class)
                    .newInstance(authority.directory(), directory, (IntConsumer) authority::proveAt);

            assertThat(((Callable<?>) order).call().toString()).startsWith("Issued[");
            assertThat(shipped.refused).as("the test would have seen it").isFalse();
        }
    }

    /** Loads the module and its libraries anew, without one of them. */
    private static final class Shipped extends URLClassLoader {

        boolean refused;

        Shipped() {
            super(
                    Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                            .map(entry -> Path.of(entry).toUri())
                            .map(Shipped::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        private static URL url(URI uri) {
            try {
                return uri.toURL();
            } catch (java.net.MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.bouncycastle.")) {
                refused = true;
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    /** An order from the account to the certificate, then a second one of the same account. */
    public static final class WholeOrder implements Callable<String> {

        private final URI url;
        private final Path directory;
        private final IntConsumer proveAt;

        public WholeOrder(URI url, Path directory, IntConsumer proveAt) {
            this.url = url;
            this.directory = directory;
            this.proveAt = proveAt;
        }

        @Override
        public String call() throws IOException, InterruptedException {
            ChallengeFiles challenges = new ChallengeFiles(directory.resolve("challenges"));
            Bounds bounds = new Bounds(4, 100, Duration.ofSeconds(5));
            try (ChallengeListener port = ChallengeListener.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), bounds, challenges)) {
                proveAt.accept(port.address().getPort());
                AcmeAuthority authority = new AcmeAuthority(challenges);
                authority.issue(order(
                        Optional.of(new ExternalBinding("k1", "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"))));
                return authority.issue(order(Optional.empty())).toString();
            }
        }

        private Order order(Optional<ExternalBinding> binding) {
            return new Order(
                    new Directory(url, Authorities.OF_THE_JVM),
                    new Account(directory.resolve("account.pem"), List.of(), binding),
                    List.of("chat.example.com"),
                    KeyType.EC,
                    Duration.ofSeconds(10));
        }
    }
}
