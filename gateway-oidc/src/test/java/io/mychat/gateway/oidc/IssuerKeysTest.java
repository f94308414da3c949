package io.mychat.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.event.HealthIndicator.Status;
import io.mychat.gateway.testkit.ConcurrentRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys come and go, and so does the provider. */
final class IssuerKeysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final OidcFixture oidc = new OidcFixture();

    IssuerKeysTest() throws IOException {}

    @AfterEach
    void close() {
        oidc.close();
    }

    private String token() {
        return oidc.provider.access(oidc.provider.claims(oidc.time.now()));
    }

    private boolean isAccepted(String token) {
        return oidc.verify(token).orElseThrow() instanceof TokenVerdict.Valid;
    }

    @Test
    void keysAreFetchedOnceForManyTokens() {
        oidc.verifier();
        List<Boolean> outcomes =
                ConcurrentRun.run(16, i -> IntStream.range(0, 20).allMatch(round -> isAccepted(token())));

        assertThat(outcomes).hasSize(16).doesNotContain(false);
        assertThat(oidc.provider.fetches()).isEqualTo(1);
    }

    @Test
    void aRotatedKeyIsFetchedWhenATokenNamesIt() {
        String before = token();
        assertThat(isAccepted(before)).isTrue();

        oidc.provider.rotate("k2");

        assertThat(isAccepted(token())).isTrue();
        assertThat(isAccepted(before)).isTrue();
    }

    @Test
    void unknownKeysCauseABoundedNumberOfFetches() {
        assertThat(isAccepted(token())).isTrue();
        for (int i = 0; i < 100; i++) {
            String forged = FakeProvider.sign(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID("guess-" + i)
                            .type(new JOSEObjectType("at+jwt"))
                            .build(),
                    oidc.provider.claims(oidc.time.now()),
                    oidc.provider.key());
            try {
                assertThat(isAccepted(forged)).isFalse();
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageContaining(oidc.provider.name());
            }
        }

        assertThat(oidc.provider.fetches()).isLessThanOrEqualTo(4);
        assertThat(isAccepted(token())).isTrue();
    }

    @Test
    void knownKeysServeWhileTheProviderIsDown() {
        assertThat(isAccepted(token())).isTrue();
        oidc.provider.setUp(false);

        assertThat(isAccepted(token())).isTrue();
        oidc.provider.rotate("k2");
        assertThatThrownBy(() -> isAccepted(token())).isInstanceOf(StoreUnavailableException.class);
        assertThat(oidc.verifier().status()).isEqualTo(Status.DEGRADED);
        assertThat(oidc.verifier().warnings()).singleElement().asString().contains(oidc.provider.name());
    }

    @Test
    void theGatewayStartsWithoutTheProvider() {
        oidc.section.put("min_fetch_interval_ms", 100);
        oidc.provider.setUp(false);
        assertThatThrownBy(() -> isAccepted(token())).isInstanceOf(StoreUnavailableException.class);

        oidc.provider.setUp(true);

        await().atMost(PATIENCE).ignoreExceptions().until(() -> isAccepted(token()));
        assertThat(oidc.verifier().status()).isEqualTo(Status.HEALTHY);
    }

    @Test
    void theDocumentOfAnotherIssuerDoesNotCount() {
        oidc.provider.describe(
                "{\"issuer\":\"https://other.example\",\"jwks_uri\":\"" + oidc.provider.name() + "/keys\"}");

        assertThatThrownBy(() -> isAccepted(token())).isInstanceOf(StoreUnavailableException.class);
        assertThat(oidc.provider.fetches()).isZero();
    }

    @Test
    void keysAreNotFetchedWithoutTls() {
        oidc.provider.describe(
                "{\"issuer\":\"" + oidc.provider.name() + "\",\"jwks_uri\":\"http://example.com/keys\"}");

        assertThatThrownBy(() -> isAccepted(token())).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aDocumentThatIsTooLargeIsNotRead() {
        oidc.section.put("max_document_bytes", 1024);
        oidc.provider.describe(" ".repeat(2000) + "{\"issuer\":\"" + oidc.provider.name() + "\",\"jwks_uri\":\""
                + oidc.provider.name() + "/keys\"}");

        assertThatThrownBy(() -> isAccepted(token())).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aReloadKeepsTheKeysOfAnUnchangedIssuer() {
        assertThat(isAccepted(token())).isTrue();

        oidc.verifier().adopt(oidc.settings());

        assertThat(isAccepted(token())).isTrue();
        assertThat(oidc.provider.fetches()).isEqualTo(1);
    }

    @Test
    void aReloadEndsTheTrustInAnIssuer() {
        String token = token();
        assertThat(isAccepted(token)).isTrue();
        assertThat(oidc.verifier().trusts(oidc.provider.name())).isTrue();

        oidc.issuer.put("issuer", "https://other.example");
        oidc.issuer.put("jwks_url", oidc.provider.name() + "/keys");
        oidc.verifier().adopt(oidc.settings());

        assertThat(oidc.verify(token)).isEmpty();
        assertThat(oidc.verifier().trusts(oidc.provider.name())).isFalse();
    }
}
