package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.test.LiveGateway;
import io.mychat.gateway.testkit.TestClient;
import io.mychat.gateway.testkit.TestMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code drain}, {@code rebalance} and {@code reload} at a real gateway, over its HTTP API. */
class RolloutCommandsTest {

    private LiveGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = LiveGateway.start(builder -> builder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private CommandRun run(String user, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--url", "http://127.0.0.1:" + gateway.server().httpAddress().getPort(), "--login", user));
        return CommandRun.withInput(LiveGateway.PASSWORD + "\n", all.toArray(String[]::new));
    }

    @Test
    void aDrainIsWaitedFor() {
        TestClient alice = gateway.login("alice", "web", "a");

        CommandRun run = run("root", "drain", "--per-second", "50", "--redirect", "wss://b.example/ws", "--wait", "10");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).containsExactly("1 clients leave", "no client is left");
        TestMessage notice = alice.next(4005);
        assertThat(notice.data().path("redirect")).hasToString("[\"wss://b.example/ws\"]");
        assertThat(alice.closeCode()).isEqualTo(1001);
    }

    @Test
    void clientsThatAreLeftAreExitCodeOne() {
        gateway.login("alice", "web", "a");

        CommandRun run = run("root", "drain", "--wait", "0");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines()).containsExactly("1 clients leave", "1 clients are left after 0 s");
    }

    @Test
    void rebalanceAndReloadSayWhatTheyDo() {
        assertThat(run("root", "rebalance", "--tolerance", "5").out().lines()).containsExactly("0 clients move");
        CommandRun reload = run("root", "reload", "router_config");
        assertThat(reload.exitCode()).as(reload.err()).isZero();
        assertThat(reload.out().lines()).containsExactly("nothing has changed");
    }

    @Test
    void refusalsAreExitCodeOneWithTheReason() {
        CommandRun noAdministrator = run("alice", "rebalance");
        assertThat(noAdministrator.exitCode()).isEqualTo(1);
        assertThat(noAdministrator.err())
                .contains("alice is not an administrator: log in as a user who has the role admin");

        CommandRun bad = run("root", "drain", "--per-second", "0");
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.err()).contains("400 bad_per_second: $.per_second must be an integer from 1");

        assertThat(CommandRun.of("rebalance", "--url", "http://127.0.0.1:1").exitCode())
                .as("without credentials")
                .isEqualTo(2);
    }
}
