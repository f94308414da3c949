package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import org.junit.jupiter.api.Test;

class HashPasswordCommandTest {

    @Test
    void printsAHashOfTheFirstLineAndNothingElse() {
        CommandRun run = CommandRun.withInput("пароль 密码\nsecond line\n", "hash-password");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).singleElement().satisfies(hash -> {
            assertThat(new PasswordHasher().verify("пароль 密码", hash)).isTrue();
            assertThat(new PasswordHasher().verify("second line", hash)).isFalse();
        });
    }

    @Test
    void aPasswordThatIsMissingIsALineOnStandardError() {
        CommandRun run = CommandRun.withInput("", "hash-password");

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines()).hasSize(1);
    }
}
