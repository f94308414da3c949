package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.spi.session.UserInfo;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UsersFileTest {

    private static final String HASH =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("users.json");
    }

    private final List<String> faults = new ArrayList<>();

    private Optional<UserAccounts> read(String json) throws IOException {
        Files.writeString(file, json);
        return UsersFile.read(file, 10_000, faults::add);
    }

    private static String user(String id, String name, String hash) {
        return "{\"user_id\":\"" + id + "\",\"username\":\"" + name + "\",\"password_hash\":\"" + hash + "\"}";
    }

    private List<String> faultsWithoutFile() {
        return faults.stream().map(fault -> fault.replace(file + ": ", "")).toList();
    }

    @Test
    void usersAreFoundByIdAndCanLogIn() throws IOException {
        UserAccounts users = read("""
                [{"user_id":"u-1","username":"用户","password_hash":"%s","roles":["admin"]},
                 {"user_id":"u-2","username":"bob","password_hash":"%s"}]
                """.formatted(HASH, HASH)).orElseThrow();
        assertThat(faults).isEmpty();
        assertThat(users.findById("u-1")).contains(new UserInfo("u-1", "用户", Set.of("admin")));
        assertThat(users.findById("u-2")).contains(new UserInfo("u-2", "bob", Set.of()));
        assertThat(users.findById("bob")).isEmpty();
        assertThat(users.named("用户")).isPresent();
        assertThat(users.named("Bob")).isEmpty();
    }

    @Test
    void anEmptyListIsNoFault() throws IOException {
        assertThat(read("[]")).isPresent();
    }

    @Test
    void everyFaultIsReportedAtOnceWithItsPath() throws IOException {
        assertThat(read("""
                [{"user_id":"u-1","username":"alice","password_hash":"%1$s","role":[]},
                 {"user_id":"","username":"bob","password_hash":"plain"},
                 {"user_id":"u-1","username":"alice","password_hash":"%1$s"},
                 7,
                 {"user_id":8,"roles":"admin"},
                 {"user_id":"u-5","username":"a\\u0007","password_hash":"%2$s","roles":["a","a"," ",3]}]
                """.formatted(HASH, HASH.replace("m=256", "m=99999999"))))
                .isEmpty();
        assertThat(faults).allMatch(fault -> fault.startsWith(file + ": $["));
        assertThat(faultsWithoutFile().stream().map(fault -> fault.split(" ", 2)[0]))
                .containsExactlyInAnyOrder(
                        "$[0].role",
                        "$[1].user_id",
                        "$[1].password_hash",
                        "$[2].user_id",
                        "$[2].username",
                        "$[3]",
                        "$[4].user_id",
                        "$[4].username",
                        "$[4].password_hash",
                        "$[4].roles",
                        "$[5].username",
                        "$[5].password_hash",
                        "$[5].roles[1]",
                        "$[5].roles[2]",
                        "$[5].roles[3]");
        assertThat(faultsWithoutFile()).contains("$[2].username is the same as $[0].username");
        assertThat(faults).noneMatch(fault -> fault.contains("plain") || fault.contains("nf65"));
    }

    @Test
    void brokenJsonIsReportedWithItsPlaceAndWithoutItsText() throws IOException {
        read("[{\"user_id\":\"u-1\",\n \"password_hash\": topsecret}]");
        assertThat(faults).singleElement().asString().contains("line 2").doesNotContain("topsecret");
    }

    @Test
    void aKeyThatIsThereTwiceIsAFault() throws IOException {
        assertThat(read("[{\"user_id\":\"u-1\",\"user_id\":\"u-2\",\"username\":\"a\",\"password_hash\":\"" + HASH
                        + "\"}]"))
                .isEmpty();
        assertThat(faults).hasSize(1);
    }

    @Test
    void whatIsNoArrayIsAFault() throws IOException {
        for (String json : List.of("{}", "null", "", "[] []", "\"x\"")) {
            faults.clear();
            assertThat(read(json)).as(json).isEmpty();
            assertThat(faults).as(json).hasSize(1);
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfIt() throws IOException {
        assertThat(read("\uFEFF[" + user("u-1", "用户", HASH) + "]").orElseThrow().named("用户"))
                .isPresent();
    }

    @Test
    void whatIsNotUtf8IsSaidToBeSo() throws IOException {
        Files.writeString(file, "[" + user("u-1", "用户", HASH) + "]", Charset.forName("GBK"));

        assertThat(UsersFile.read(file, 10_000, faults::add)).isEmpty();
        assertThat(faultsWithoutFile()).containsExactly("$ is not UTF-8");
    }

    @Test
    void aRoleIsMeasuredInCharacters() throws IOException {
        String role = "😀".repeat(65);
        assertThat(read("[" + user("u-1", "a", HASH).replace("}", ",\"roles\":[\"" + role + "\"]}") + "]"))
                .isEmpty();
        assertThat(faultsWithoutFile()).singleElement().asString().contains("roles[0]");
        faults.clear();
        assertThat(read("[" + user("u-1", "a", HASH).replace("}", ",\"roles\":[\"" + "😀".repeat(64) + "\"]}") + "]"))
                .isPresent();
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws IOException {
        assertThat(read("[" + " ".repeat(9_999) + "]")).isEmpty();
        assertThat(faults).singleElement().asString().contains("10000 bytes");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(UsersFile.read(file, 10_000, faults::add)).isEmpty();
        assertThat(faults).singleElement().asString().contains("users.json", "does not exist");
    }

    @Test
    void manyFaultsAreCutOff() throws IOException {
        read(IntStream.range(0, 500).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]")));
        assertThat(faults).hasSize(51);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(20)
    void aPipeIsNotRead() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThat(UsersFile.read(file, 10_000, faults::add)).isEmpty();
        assertThat(faultsWithoutFile()).containsExactly("$ is not a regular file");
    }

    @Test
    void setsOfParametersAreBounded() throws IOException {
        String users = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> user("u-" + i, "n-" + i, HASH.replace("t=2", "t=" + i)))
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(read(users)).isEmpty();
        assertThat(faultsWithoutFile()).singleElement().asString().startsWith("$[4].password_hash");
    }

    @Test
    void usersFromCodeObeyTheSameRules() {
        UserAccounts.Builder builder = UserAccounts.builder().add("u-1", "alice", HASH, List.of());
        assertThatThrownBy(() -> builder.add("u-1", "bob", HASH, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add("u-2", "alice", HASH, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add("", "carol", HASH, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add("u-3", "carol", "plain", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("plain");
        assertThatThrownBy(() -> builder.add("u-3", "carol", HASH, List.of(" ")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.add("u-3", "carol", HASH, List.of("user")).build().findById("u-3"))
                .contains(new UserInfo("u-3", "carol", Set.of("user")));
    }
}
