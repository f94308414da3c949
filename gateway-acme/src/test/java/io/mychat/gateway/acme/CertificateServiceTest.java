package io.mychat.gateway.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.acme.challenge.ChallengeFiles;
import io.mychat.gateway.acme.challenge.ChallengeListener;
import io.mychat.gateway.acme.challenge.ChallengeListener.Bounds;
import io.mychat.gateway.acme.file.CertificateFile;
import io.mychat.gateway.acme.file.StateFiles;
import io.mychat.gateway.acme.file.StateFiles.Readers;
import io.mychat.gateway.acme.issue.AcmeAuthority;
import io.mychat.gateway.acme.issue.CertificateAuthority.Account;
import io.mychat.gateway.acme.issue.CertificateAuthority.Directory;
import io.mychat.gateway.acme.issue.CertificateAuthority.Order;
import io.mychat.gateway.acme.issue.KeyType;
import io.mychat.gateway.spi.config.Authorities;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.time.Backoff;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module's work against an authority in memory; acme4j and the port for challenges are real. */
final class CertificateServiceTest {

    private static final Bounds BOUNDS = new Bounds(4, 100, Duration.ofSeconds(5));

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime(Instant.now());
    private final FakeClaims claims = new FakeClaims();
    private FakeAuthority authority;
    private CertificateService service;

    @BeforeEach
    void start() throws IOException {
        authority = new FakeAuthority(time::now);
        service = service(settings(List.of("chat.example.com", "www.example.com")));
    }

    @AfterEach
    void stop() {
        service.close();
        authority.close();
        assertThat(time.pendingTimers()).isZero();
    }

    private AcmeSettings settings(List<String> domains) {
        return new AcmeSettings(
                directory.resolve("gateway.pem"),
                directory.resolve("acme"),
                new Order(
                        new Directory(authority.directory(), Authorities.OF_THE_JVM),
                        new Account(
                                directory.resolve("acme/account.pem"),
                                List.of("mailto:ops@example.com"),
                                Optional.empty()),
                        domains,
                        KeyType.EC,
                        Duration.ofSeconds(10)),
                new Backoff(Duration.ofMinutes(5), Duration.ofHours(6)),
                new AcmeSettings.Http("127.0.0.1", 0, BOUNDS));
    }

    private CertificateService service(AcmeSettings settings) throws IOException {
        StateFiles.createDirectories(settings.state(), Readers.EVERYBODY);
        ChallengeFiles challenges = new ChallengeFiles(settings.challenges());
        CertificateService made = new CertificateService(
                settings,
                new AcmeAuthority(challenges),
                new CertificateService.Worker(time, new SameThread(), RandomGenerator.of("L64X128MixRandom")));
        ChallengeListener port =
                ChallengeListener.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BOUNDS, challenges);
        authority.proveAt(port.address().getPort());
        made.serve(port);
        return made;
    }

    private X509Certificate certificate() {
        return new CertificateFile(directory.resolve("gateway.pem"))
                .read()
                .orElseThrow()
                .identity()
                .certificate();
    }

    private double metric(String name, String result) {
        return service.metrics().stream()
                .filter(metric -> metric.name().equals(name)
                        && metric.labels().getOrDefault("result", "").equals(result))
                .mapToDouble(Metric::value)
                .sum();
    }

    private void begin() {
        service.start(claims);
        time.advance(Duration.ZERO);
    }

    @Test
    void aFileThatCannotBeWrittenCostsNoOrder() throws IOException {
        Path gone = directory.resolve("gone");
        service.close();
        AcmeSettings usual = settings(List.of("chat.example.com"));
        service = service(new AcmeSettings(
                gone.resolve("gateway.pem"), usual.state(), usual.order(), usual.retry(), usual.http()));

        begin();
        time.advance(Duration.ofHours(1));

        assertThat(authority.orders()).isZero();
        assertThat(metric("acme_orders_total", "failed")).isGreaterThan(1);
        assertThat(service.warnings().toString()).contains("cannot be written, so nothing is ordered");
        Files.createDirectory(gone);
        time.advance(Duration.ofHours(6));
        assertThat(authority.orders()).isEqualTo(1);
        assertThat(gone.resolve("gateway.pem")).exists();
    }

    @Test
    void theFirstCertificateIsObtainedAtTheStart() throws Exception {
        begin();

        assertThat(new CertificateFile(directory.resolve("gateway.pem")).read())
                .get()
                .satisfies(content -> {
                    assertThat(content.isFor(List.of("chat.example.com", "www.example.com")))
                            .isTrue();
                    assertThat(content.authority())
                            .contains(authority.directory().toString());
                });
        assertThat(service.status()).isEqualTo(Status.HEALTHY);
        assertThat(authority.contacts()).containsExactly("mailto:ops@example.com");
        assertThat(metric("acme_orders_total", "obtained")).isEqualTo(1);
        await().until(() -> metric("acme_http_requests_total", "answered") == 2);
        for (String file : List.of("gateway.pem", "acme/account.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(directory.resolve("acme/challenges")).isEmptyDirectory();
        assertThat(claims.held.get()).isNull();
    }

    @Test
    void theRenewalComesWithAThirdOfTheLifeLeft() {
        begin();
        X509Certificate first = certificate();

        time.advance(Duration.ofDays(54));
        assertThat(certificate()).isEqualTo(first);

        time.advance(Duration.ofDays(7));
        assertThat(certificate()).isNotEqualTo(first);
        assertThat(certificate().getPublicKey()).isNotEqualTo(first.getPublicKey());
        assertThat(metric("acme_orders_total", "obtained")).isEqualTo(2);
    }

    @Test
    void aGoodCertificateIsLeftAloneAtAStart() throws IOException {
        begin();
        X509Certificate first = certificate();
        service.close();

        service = service(settings(List.of("chat.example.com")));
        begin();

        assertThat(certificate()).isEqualTo(first);
        assertThat(authority.orders()).isEqualTo(1);
    }

    @Test
    void aFailureIsShownAndTriedAgainLaterAndLater() {
        authority.refuse(500, "serverInternal", "out of order", "");
        begin();

        assertThat(service.status()).isEqualTo(Status.DEGRADED);
        assertThat(service.warnings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("No certificate for chat.example.com, www.example.com after 1 orders: "
                                + "the authority refuses: \"out of order\"; the next attempt is at "));
        time.advance(Duration.ofMinutes(2));
        assertThat(metric("acme_failures", "")).isEqualTo(1);
        time.advance(Duration.ofMinutes(3));
        assertThat(metric("acme_failures", "")).isEqualTo(2);
        time.advance(Duration.ofMinutes(2));
        assertThat(metric("acme_failures", "")).isEqualTo(2);

        authority.accept();
        time.advance(Duration.ofMinutes(9));
        assertThat(service.status()).isEqualTo(Status.HEALTHY);
        assertThat(service.warnings()).isEmpty();
        assertThat(metric("acme_orders_total", "failed")).isEqualTo(2);
    }

    @Test
    void theAuthoritysLimitIsObeyedAlsoAfterAReload() {
        authority.refuse(429, "rateLimited", "too many certificates", "7200");
        begin();
        assertThat(service.warnings())
                .singleElement()
                .satisfies(text -> assertThat(text).contains("limit is reached"));
        authority.accept();

        service.adopt(settings(List.of("chat.example.com")));
        time.advance(Duration.ofMinutes(119));
        assertThat(authority.orders()).isZero();
        time.advance(Duration.ofMinutes(2));
        assertThat(authority.orders()).isEqualTo(1);
    }

    @Test
    void aReloadTriesAgainAtOnceAndObtainsOtherNames() {
        authority.refuse(403, "unauthorized", "no", "");
        begin();
        authority.accept();

        service.adopt(settings(List.of("chat.example.com")));
        time.advance(Duration.ZERO);
        assertThat(service.status()).isEqualTo(Status.HEALTHY);

        service.adopt(settings(List.of("chat.example.com", "other.example.com")));
        time.advance(Duration.ZERO);
        assertThat(new CertificateFile(directory.resolve("gateway.pem"))
                        .read()
                        .orElseThrow()
                        .isFor(List.of("other.example.com")))
                .isTrue();
    }

    @Test
    void aNameThatCannotBeProvedIsNamed() {
        authority.proveAt(1);
        begin();

        assertThat(service.warnings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains(
                                "could not verify \"chat.example.com\" at port 80", "no right answer\\u000aat port 80")
                        .doesNotContain("\n"));
    }

    @Test
    void whileAnotherNodeOrdersThisOneWaits() {
        claims.held.set("another node");
        begin();
        time.advance(Duration.ofMinutes(2));
        assertThat(authority.orders()).isZero();

        claims.held.set(null);
        time.advance(Duration.ofSeconds(30));
        assertThat(authority.orders()).isEqualTo(1);
    }

    @Test
    void aCertificateThatIsDueAtOnceIsNoLoop() {
        authority.issueFor(Duration.ofSeconds(-1).plusMillis(500));
        begin();
        time.advance(Duration.ofHours(5));
        assertThat(authority.orders()).isEqualTo(1);
        time.advance(Duration.ofHours(2));
        assertThat(authority.orders()).isEqualTo(2);
    }

    @Test
    void aDamagedAccountKeyIsNotReplaced() throws IOException {
        Files.writeString(directory.resolve("acme/account.pem"), "torn");
        begin();

        assertThat(service.warnings())
                .singleElement()
                .satisfies(text -> assertThat(text).contains("account.pem", "restore the account's key"));
        assertThat(directory.resolve("acme/account.pem")).hasContent("torn");
    }

    @Test
    void aFileOfSomebodyElseIsReplaced() throws IOException {
        Files.writeString(directory.resolve("gateway.pem"), "self-signed, by hand");
        begin();
        assertThat(certificate()).isNotNull();
        await().until(() -> service.metrics().stream()
                .anyMatch(metric -> metric.equals(
                        Metric.gauge("acme_http_connections", "Open connections to the port for challenges.", 0L))));
    }

    private static final class SameThread extends AbstractExecutorService {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
