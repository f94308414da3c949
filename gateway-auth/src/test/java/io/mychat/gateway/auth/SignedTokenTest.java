package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.TokenVerdict.Fault;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a token is taken apart. */
class SignedTokenTest extends JwtFixture {

    private static final String TIMES = "\"iat\":1767323045,\"exp\":1767323100";

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {\"sub\":\"u\"," + TIMES + "} ",
                "{\"sub\":\"x\",\"sub\":\"u\"," + TIMES + "}",
                "{\"other\":{\"sub\":\"x\",\"list\":[{}]},\"sub\":\"u\"," + TIMES + "}",
                "{\"sub\":\"\\u0075\"," + TIMES + ",\"roles\":[],\"gen\":0,\"nbf\":-5,\"fam\":null}",
                "{\"sub\":\"u\",\"iat\":1767323045.9,\"exp\":1.7673231E9}"
            })
    void jsonMayBeWrittenInManyWays(String payload) {
        assertThat(claims(service.verify(foreignPayload(payload))).user().userId())
                .isEqualTo("u");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"u\"," + TIMES + "}}",
                "{\"sub\":\"u\"," + TIMES + "} x",
                "{\"sub\":\"u\"," + TIMES,
                "{\"sub\":\"u\"," + TIMES + ",\"nbf\":1e300}",
                "{\"sub\":\"u\"," + TIMES + ",\"gen\":99999999999999999999}",
                "{\"sub\":\"u\"," + TIMES + ",\"roles\":[[\"admin\"]]}"
            })
    void whatIsNoObjectOfClaimsIsMalformed(String payload) {
        assertThat(fault(service.verify(foreignPayload(payload)))).contains(Fault.MALFORMED);
    }

    @Test
    void utf16IsNoJsonOfAToken() {
        byte[] payload = ("{\"sub\":\"u\"," + TIMES + "}").getBytes(StandardCharsets.UTF_16LE);
        String unsigned = base64("{\"alg\":\"HS256\"}") + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload);
        String token = unsigned + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(HMAC.sign(unsigned.getBytes(StandardCharsets.US_ASCII)));

        assertThat(fault(service.verify(token))).contains(Fault.MALFORMED);
    }

    @Test
    void theHeaderOfTheTokenBeforeIsUsedForNoOther() {
        String payload = "{\"sub\":\"u\"," + TIMES + "}";
        String good = sign("{\"alg\":\"HS256\"}", payload);
        assertThat(fault(service.verify(good))).isEmpty();

        assertThat(fault(service.verify(sign("{\"alg\":\"HS256\",\"crit\":null}", payload))))
                .contains(Fault.UNTRUSTED);
        assertThat(fault(service.verify(sign("{\"alg\":\"HS256\",\"kid\":\"other\"}", payload))))
                .contains(Fault.UNTRUSTED);
        assertThat(fault(service.verify(sign("{\"alg\":\"HS256\",\"kid\":7}", payload))))
                .contains(Fault.UNTRUSTED);
        assertThat(fault(service.verify(sign("{\"alg\":\"HS256\",\"kid\":null}", payload))))
                .isEmpty();
        assertThat(fault(service.verify(good))).isEmpty();
        service.replaceKeys(KeyRing.of(TokenKey.hs256("", TestKeys.OTHER_SECRET), List.of()));
        assertThat(fault(service.verify(good))).contains(Fault.UNTRUSTED);
    }

    @Test
    void manyThreadsCheckSignaturesAtOnce() throws Exception {
        String token = service.issue(REQUEST).token();
        String forged = token.substring(0, token.length() - 20) + "A".repeat(20);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                all.add(threads.submit(() -> {
                    boolean right = true;
                    for (int i = 0; i < 2000; i++) {
                        right &= service.verify(token) instanceof TokenVerdict.Valid
                                && fault(service.verify(forged)).isPresent();
                    }
                    return right;
                }));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** It was 12 KB with the trees of the library, and a Mac for each token. */
    @Test
    void aCheckTakesLittleMemory() {
        String token = service.issue(REQUEST).token();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 500;
        for (int i = 0; i < rounds; i++) {
            assertThat(service.verify(token)).isInstanceOf(TokenVerdict.Valid.class);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        int valid = 0;
        for (int i = 0; i < rounds; i++) {
            valid += service.verify(token) instanceof TokenVerdict.Valid ? 1 : 0;
        }

        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / rounds).isLessThan(6_000);
        assertThat(valid).isEqualTo(rounds);
    }

    @Test
    void onlyTheChecksOfSharedSecretsAreQuick() {
        assertThat(service.neverWaits()).isTrue();
        service.replaceKeys(KeyRing.of(TestKeys.hs256(""), List.of(TestKeys.rs256("r"))));
        assertThat(service.neverWaits()).isFalse();
        service.replaceKeys(KeyRing.of(TestKeys.es256("e"), List.of()));
        assertThat(service.neverWaits()).isFalse();
        service.replaceKeys(KeyRing.of(TestKeys.hs256(""), List.of(TestKeys.hs256("x"))));
        assertThat(service.neverWaits()).isTrue();
    }
}
