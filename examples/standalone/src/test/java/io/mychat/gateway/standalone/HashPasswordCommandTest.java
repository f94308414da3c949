package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.auth.PasswordHasher;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void aByteOrderMarkAndACarriageReturnAreNoPartOfIt() {
        CommandRun run = CommandRun.withInput("\uFEFFsecret word\r\n", "hash-password");

        assertThat(run.exitCode()).isZero();
        assertThat(new PasswordHasher().verify("secret word", run.out().strip()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "GBK", "UTF-16", "UTF-16LE"})
    void whatIsNotUtf8IsRefused(String charset) {
        CommandRun run = CommandRun.withInput("grüßen\n".getBytes(Charset.forName(charset)), "hash-password");

        assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errorLines())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("UTF-8"));
    }

    @Test
    void aPasswordThatIsTooLongIsALineToo() {
        for (int length : new int[] {1025, 1 << 20}) {
            CommandRun run = CommandRun.withInput("x".repeat(length), "hash-password");

            assertThat(run.exitCode()).isEqualTo(GatewayCommand.UNUSABLE);
            assertThat(run.errorLines()).hasSize(1);
        }
    }
}
