package io.mychat.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {

    private static final String TAIL = "$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    private final PasswordHasher hasher = new PasswordHasher();

    @Test
    void aHashNamesItsParametersAndFitsItsPasswordOnly() {
        String hash = hasher.hash("pässwörd 密码");
        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(hasher.verify("pässwörd 密码", hash)).isTrue();
        assertThat(hasher.verify("passwörd 密码", hash)).isFalse();
        assertThat(hasher.verify("", hash)).isFalse();
    }

    @Test
    void onePasswordHasADifferentHashEachTime() {
        PasswordHasher cheap = new PasswordHasher(new Argon2Parameters(8, 1, 1, 32));
        assertThat(cheap.hash("a")).isNotEqualTo(cheap.hash("a"));
    }

    /** Published vectors of the reference implementation: other people's hashes can be brought along. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65536,t=2,p=1" + TAIL,
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
            })
    void hashesOfTheReferenceImplementationFit(String hash) {
        assertThat(hasher.verify("password", hash)).isTrue();
        assertThat(hasher.verify("passwort", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$2b$12$abcdefghijklmnopqrstuv",
                "$argon2i$v=19$m=256,t=2,p=1" + TAIL,
                "$argon2d$v=19$m=256,t=2,p=1" + TAIL,
                "$argon2id$v=16$m=256,t=2,p=1" + TAIL,
                "$argon2id$m=256,t=2,p=1" + TAIL,
                "$argon2id$v=19$t=2,m=256,p=1" + TAIL,
                "$argon2id$v=19$m=65537,t=2,p=1" + TAIL,
                "$argon2id$v=19$m=999999999,t=2,p=1" + TAIL,
                "$argon2id$v=19$m=4294967552,t=2,p=1" + TAIL,
                "$argon2id$v=19$m=7,t=2,p=1" + TAIL,
                "$argon2id$v=19$m=15,t=2,p=2" + TAIL,
                "$argon2id$v=19$m=256,t=0,p=1" + TAIL,
                "$argon2id$v=19$m=256,t=11,p=1" + TAIL,
                "$argon2id$v=19$m=256,t=2,p=0" + TAIL,
                "$argon2id$v=19$m=256,t=2,p=5" + TAIL,
                "$argon2id$v=19$m=256,t=2,p=1$c29tZQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$CTFhFdXP",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5",
            })
    void whatIsNoHashOrCostsTooMuchIsRefusedWithoutQuotingIt(String hash) {
        assertThatThrownBy(() -> PasswordHash.parse(hash))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("CTFh");
    }

    @Test
    void onlyPasswordsOfOneTo1024BytesAreHashed() {
        PasswordHasher cheap = new PasswordHasher(new Argon2Parameters(8, 1, 1, 32));
        String longest = "é".repeat(512);
        assertThat(cheap.verify(longest, cheap.hash(longest))).isTrue();
        assertThatThrownBy(() -> cheap.hash(longest + "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cheap.hash("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextOfAHashShowsNeitherSaltNorHash() {
        assertThat(PasswordHash.parse("$argon2id$v=19$m=256,t=2,p=1" + TAIL).toString())
                .contains("256")
                .doesNotContain("c29t", "CTFh");
    }
}
