package io.mychat.gateway.core.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ReloadOutcome;
import io.mychat.gateway.core.testing.ConfigFiles;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.TestMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good and bad configurations in turn, while people talk. */
class ReloadUnderTrafficTest {

    private static final int SENDERS = 3;
    private static final String[] BAD = {
        "{'security': {'messages_per_second': -1}}", "{'server': ", "", "{'servr': {}}", "[]",
    };

    @TempDir
    private Path directory;

    @Test
    void reloadsLoseNothing() throws Exception {
        reloadUnderTraffic(150);
    }

    @Test
    @Tag("proof")
    void fiveThousandReloadsLoseNothing() throws Exception {
        reloadUnderTraffic(5000);
    }

    private void reloadUnderTraffic(int reloads) throws Exception {
        ConfigFiles files = new ConfigFiles(directory);
        even(files);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService people = Executors.newCachedThreadPool();
        try (TestGateway gateway = TestGateway.start(builder -> builder.config(directory.resolve("gateway_config.json"))
                .handler(answering("alpha", 5001))
                .handler(answering("beta", 5002)))) {
            TestGateway.Guest bob = gateway.login("bob", "android", "d1");
            List<Future<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                TestGateway.Guest sender = gateway.login("sender" + i, "android", "d1");
                sent.add(people.submit(talk(sender, done)));
            }
            Future<Integer> routed = people.submit(ask(gateway.login("carol", "android", "d1"), done));

            int good = 0;
            for (int i = 0; i < reloads; i++) {
                switch (i % 4) {
                    case 0 -> odd(files);
                    case 2 -> even(files);
                    default -> files.gateway(BAD[i % BAD.length]);
                }
                ReloadOutcome outcome = gateway.server.reload(ConfigFile.GATEWAY, "a test");
                assertThat(outcome instanceof ReloadOutcome.Reloaded)
                        .as("%s", outcome)
                        .isEqualTo(i % 2 == 0);
                good += i % 2 == 0 ? 1 : 0;
            }
            done.set(true);

            int total = 0;
            for (Future<Integer> count : sent) {
                total += count.get();
            }
            assertThat(good).isEqualTo(reloads / 2);
            assertThat(total).isGreaterThan(SENDERS);
            assertThat(routed.get()).isPositive();
            for (long seq = 1; seq <= total; seq++) {
                assertThat(bob.client().next(2003).data().path("inbox_seq").longValue())
                        .isEqualTo(seq);
            }
        } finally {
            done.set(true);
            people.shutdownNow();
        }
    }

    private static HandlerDefinition answering(String name, long cmdId) {
        return HandlerDefinition.blocking(name, (message, context) -> Reply.ok("{\"by\":\"" + name + "\"}"))
                .command(cmdId)
                .build();
    }

    private static Callable<Integer> talk(TestGateway.Guest guest, AtomicBoolean done) {
        return () -> {
            int sent = 0;
            while (!done.get()) {
                TestMessage reply = guest.request(2001, "{\"to_user\":\"bob\",\"content\":\"" + sent + "\"}");
                assertThat(reply.code()).as("%s", reply).isEqualTo(200);
                sent++;
            }
            return sent;
        };
    }

    /** In one configuration alpha answers all, in the other beta answers administrators, so nobody here. */
    private static Callable<Integer> ask(TestGateway.Guest guest, AtomicBoolean done) {
        return () -> {
            int answers = 0;
            while (!done.get()) {
                TestMessage reply = guest.request(5001, "{}");
                if (reply.code() == 200) {
                    assertThat(reply.text("by")).isEqualTo("alpha");
                } else {
                    assertThat(reply.code()).as("%s", reply).isEqualTo(403);
                }
                answers++;
            }
            return answers;
        };
    }

    private static void even(ConfigFiles files) {
        files.platforms("{'platforms': {'android': {'max_devices': 3}}}");
        files.router(
                "{'routes': {'5001': {'handler': 'alpha'}, '2001': {'handler': 'message_send', 'timeout_ms': 3000}}}");
        files.gateway(
                "{'server': {'watch_config': false}, 'security': {'messages_per_second': 0, 'user_messages_per_second': 0}}");
    }

    private static void odd(ConfigFiles files) {
        files.platforms("{'platforms': {'android': {'max_devices': 1}, 'web': {}}}");
        files.router(
                "{'routes': {'5001': {'handler': 'beta', 'roles': ['admin']}, '6000-6099': {'handler': 'alpha'}}}");
        files.gateway(
                "{'server': {'watch_config': false}, 'processing': {'max_concurrent_tasks': 5, 'task_timeout_ms': 900},"
                        + " 'security': {'messages_per_second': 1000000, 'message_burst': 100000, 'user_messages_per_second': 0, 'ip_deny': ['192.0.2.0/24']}}");
    }
}
