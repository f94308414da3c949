package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.CollectedAdapters;
import io.mychat.gateway.testkit.MapSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthModuleProviderTest {

    private static final TokenRequest REQUEST =
            new TokenRequest(new UserInfo("u-1", "alice", Set.of()), new DeviceKey("web", "d"), "f", 0);

    @TempDir
    Path directory;

    private final FrozenTime time = new FrozenTime();
    private CollectedAdapters adapters = new CollectedAdapters();
    private MapSection auth = new MapSection(new AuthModuleProvider(), "auth", Map.of());

    @BeforeEach
    void writeKeys() {
        TestKeys.write(directory, "rsa", TestKeys.RSA);
        TestKeys.write(directory, "ec", TestKeys.EC);
    }

    private List<String> faults(Map<String, ?> values) {
        configure(values);
        return auth.faults();
    }

    private ModuleProvider.Module configure(Map<String, ?> values) {
        auth = new MapSection(new AuthModuleProvider(), "auth", values);
        return new AuthModuleProvider().configure(auth.in(directory, time));
    }

    private TokenService create(Map<String, ?> values) {
        ModuleProvider.Module module = configure(values);
        assertThat(auth.faults()).isEmpty();
        adapters = new CollectedAdapters();
        module.create(adapters);
        return adapters.one(TokenService.class);
    }

    @Test
    void theModuleIsFoundAndNamesItsSection() {
        assertThat(ServiceLoader.load(ModuleProvider.class))
                .filteredOn(AuthModuleProvider.class::isInstance)
                .singleElement()
                .satisfies(provider -> {
                    assertThat(provider.name()).isEqualTo("gateway-auth");
                    assertThat(provider.sections()).containsExactly("auth");
                });
    }

    @Test
    void aSecretAloneWillDo() {
        TokenService service = create(Map.of("jwt_secret", TestKeys.SECRET));
        assertThat(adapters.all()).hasSize(1);
        assertThat(service.verify(service.issue(REQUEST).token())).isInstanceOf(TokenVerdict.Valid.class);
        assertThat(service.issue(REQUEST).claims().expiresAt())
                .isEqualTo(service.issue(REQUEST).claims().issuedAt().plusSeconds(86_400));
    }

    @Test
    void aMissingSecretIsAFaultThatSaysWhatToDo() {
        assertThat(faults(Map.of()))
                .singleElement()
                .asString()
                .startsWith("auth.jwt_secret: is missing")
                .contains("openssl rand");
    }

    @Test
    void aPlaceholderIsAFaultThatDoesNotQuoteIt() {
        assertThat(faults(Map.of("jwt_secret", "your_secret_key")))
                .singleElement()
                .asString()
                .startsWith("auth.jwt_secret: ")
                .doesNotContain("your_secret_key");
    }

    @Test
    void keyFilesOfBothKindsWork() {
        for (String[] kind : List.of(new String[] {"RS256", "rsa"}, new String[] {"ES256", "ec"})) {
            TokenService service = create(Map.of(
                    "algorithm",
                    kind[0],
                    "private_key_file",
                    kind[1] + ".key",
                    "public_key_file",
                    kind[1] + ".pub",
                    "key_id",
                    "2026"));
            assertThat(service.verify(service.issue(REQUEST).token())).isInstanceOf(TokenVerdict.Valid.class);
        }
    }

    @Test
    void olderKeysOfEveryKindAreAcceptedBesideTheNewOne() {
        TokenService secret = create(Map.of("jwt_secret", TestKeys.SECRET));
        String fromSecret = secret.issue(REQUEST).token();
        Map<String, ?> ec =
                Map.of("algorithm", "ES256", "private_key_file", "ec.key", "public_key_file", "ec.pub", "key_id", "ec");
        String fromEc = create(ec).issue(REQUEST).token();
        TokenService rsa = create(Map.of(
                "algorithm", "RS256",
                "private_key_file", "rsa.key",
                "public_key_file", "rsa.pub",
                "key_id", "rsa",
                "verification_keys",
                        List.of(
                                Map.of("algorithm", "HS256", "secret", TestKeys.SECRET),
                                Map.of("kid", "ec", "algorithm", "ES256", "public_key_file", "ec.pub"))));
        for (String token : List.of(fromSecret, fromEc, rsa.issue(REQUEST).token())) {
            assertThat(rsa.verify(token)).isInstanceOf(TokenVerdict.Valid.class);
        }
    }

    @Test
    void keyFaultsAreAllReportedAtTheirPaths() throws IOException {
        Files.writeString(
                directory.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----");
        Files.writeString(directory.resolve("bad.pub"), "-----BEGIN PUBLIC KEY-----\n!\n-----END PUBLIC KEY-----");
        assertThat(faults(Map.of(
                        "algorithm", "RS256",
                        "jwt_secret", TestKeys.SECRET,
                        "private_key_file", "old.key",
                        "public_key_file", "none.pub",
                        "verification_keys",
                                List.of(
                                        Map.of("kid", "", "algorithm", "HS256", "secret", "short"),
                                        Map.of("kid", "a", "algorithm", "none"),
                                        Map.of("kid", "a", "algorithm", "ES256", "public_key_file", "rsa.pub"),
                                        Map.of("kid", "b", "algorithm", "RS256", "public_key_file", "bad.pub"),
                                        Map.of("kid", "c", "algorithm", "RS256", "secret", TestKeys.SECRET)))))
                .extracting(fault -> fault.split(": ", 2)[0])
                .containsExactlyInAnyOrder(
                        "auth.jwt_secret",
                        "auth.private_key_file",
                        "auth.public_key_file",
                        "auth.verification_keys[0].kid",
                        "auth.verification_keys[0].kid",
                        "auth.verification_keys[0].secret",
                        "auth.verification_keys[1].algorithm",
                        "auth.verification_keys[2].kid",
                        "auth.verification_keys[2].public_key_file",
                        "auth.verification_keys[3].public_key_file",
                        "auth.verification_keys[4].secret",
                        "auth.verification_keys[4].public_key_file");
        assertThat(auth.faults())
                .anyMatch(fault -> fault.endsWith("old.key holds no key of the kind that the algorithm needs"));
        assertThat(auth.faults()).noneMatch(fault -> fault.contains(TestKeys.SECRET));
    }

    @Test
    void halvesOfDifferentKeysAreAFault() {
        TestKeys.write(directory, "other", TestKeys.ec("secp256r1"));
        assertThat(faults(Map.of("algorithm", "ES256", "private_key_file", "ec.key", "public_key_file", "other.pub")))
                .singleElement()
                .asString()
                .startsWith("auth.private_key_file: ")
                .contains("pair");
    }

    @Test
    void keyFilesBesideASecretAreAFault() {
        assertThat(faults(Map.of("jwt_secret", TestKeys.SECRET, "private_key_file", "rsa.key")))
                .singleElement()
                .asString()
                .startsWith("auth.private_key_file: ");
    }

    @Test
    void usersOfAFileCanLogIn() throws IOException {
        String hash = new PasswordHasher(new Argon2Parameters(8, 1, 1, 32)).hash("wonderland");
        Files.writeString(
                directory.resolve("users.json"),
                "[{\"user_id\":\"u-1\",\"username\":\"alice\",\"password_hash\":\"" + hash + "\"}]");
        create(Map.of("jwt_secret", TestKeys.SECRET, "users_file", "users.json"));
        assertThat(adapters.one(UserDirectory.class).findById("u-1")).isPresent();
        try (PasswordVerifier verifier = (PasswordVerifier) adapters.one(CredentialVerifier.class)) {
            assertThat(verifier.verify("alice", "wonderland")).isInstanceOf(CredentialVerdict.Accepted.class);
            assertThat(verifier.verify("alice", "looking-glass")).isInstanceOf(CredentialVerdict.Rejected.class);
        }
    }

    @Test
    void whatHasBecomeOfTheUsersIsSaidWhenAnotherFileIsAdopted() throws IOException {
        Map<String, ?> values = Map.of("jwt_secret", TestKeys.SECRET, "users_file", "users.json");
        PasswordHasher hasher = new PasswordHasher(new Argon2Parameters(8, 1, 1, 32));
        String hash = hasher.hash("wonderland");
        users(
                user("same", hash, ""),
                user("gone", hash, ""),
                user("password", hash, ""),
                user("role", hash, "'admin'"));
        ModuleProvider.Module running = configure(values);
        running.create(adapters);
        users(
                user("new", hash, ""),
                user("same", hash, ""),
                user("password", hasher.hash("wonderland"), ""),
                user("role", hash, ""));

        ReloadResult reloadResult = running.adopt(configure(values));

        assertThat(reloadResult.accounts())
                .containsOnly(
                        Map.entry("gone", AccountChange.REMOVED),
                        Map.entry("password", AccountChange.CREDENTIALS),
                        Map.entry("role", AccountChange.ROLES));
        assertThat(running.adopt(configure(values)).accounts()).isEmpty();
    }

    private void users(String... users) throws IOException {
        Files.writeString(directory.resolve("users.json"), List.of(users).toString());
    }

    private static String user(String id, String hash, String roles) {
        return ("{'user_id':'" + id + "','username':'" + id + "','password_hash':'" + hash + "','roles':[" + roles
                        + "]}")
                .replace('\'', '"');
    }

    @Test
    void tokensMayNotLiveShorterThanTheyAreIssuedFor() {
        Map<String, Object> values = new HashMap<>(Map.of("jwt_secret", TestKeys.SECRET, "max_token_seconds", 86_399));
        assertThat(faults(values)).singleElement().asString().startsWith("auth.max_token_seconds: ");
        values.put("max_token_seconds", 86_400);
        assertThat(faults(values)).isEmpty();
    }

    @Test
    void faultsOfTheUsersFileAreReportedAtItsKey() throws IOException {
        Files.writeString(directory.resolve("users.json"), "[{\"username\":\"alice\"}]");
        assertThat(faults(Map.of("jwt_secret", TestKeys.SECRET, "users_file", "users.json")))
                .hasSize(2)
                .allMatch(fault -> fault.startsWith("auth.users_file: ") && fault.contains("users.json: $[0]."));
    }

    @Test
    void everyKeyOfTheModuleIsReadAndNoneOfTheCores() {
        faults(Map.of("algorithm", "nonsense"));
        assertThat(auth.read())
                .containsExactlyInAnyOrder(
                        "auth.algorithm",
                        "auth.audience",
                        "auth.clock_skew_seconds",
                        "auth.issuer",
                        "auth.jwt_secret",
                        "auth.key_id",
                        "auth.max_token_bytes",
                        "auth.max_token_seconds",
                        "auth.password_queue",
                        "auth.password_threads",
                        "auth.private_key_file",
                        "auth.public_key_file",
                        "auth.token_expire_seconds",
                        "auth.users_file",
                        "auth.users_file_max_bytes",
                        "auth.verification_keys");
    }
}
