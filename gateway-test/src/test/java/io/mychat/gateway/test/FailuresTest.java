package io.mychat.gateway.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.KickRequest;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a developer reads when a test fails. */
class FailuresTest {

    private static final Logger log = LoggerFactory.getLogger(FailuresTest.class);

    @Test
    void aFailureHasTheLogOfItsGateway() {
        String read = JUnitRun.log(JUnitRun.of(Failing.class).failure("fails(TestClient)"));
        assertTrue(read.startsWith("the log of the gateway:\n    "), read);
        assertTrue(read.contains("MyChat Gateway is starting as node"), read);
        assertTrue(read.contains("the handler was called"), read);
        assertTrue(read.contains("java.lang.IllegalStateException: out of paper"), read);
    }

    @Test
    void anAbortedTestStaysAsItIs() {
        assertEquals(0, JUnitRun.of(Aborting.class).failure("isAborted()").getSuppressed().length);
    }

    @Test
    void aRefusedLoginSaysWhy() {
        JUnitRun run = JUnitRun.of(WrongPassword.class);

        String message = run.message("never(TestClient)");
        assertTrue(message.contains("the login of alice on web was refused"), message);
        assertTrue(message.contains("\"code\":401"), message);
        String read = JUnitRun.log(run.failure("never(TestClient)").getCause());
        assertTrue(read.contains("is starting as node"), read);
    }

    @Test
    void aMissingReplySaysWhatCameInstead() {
        String message = JUnitRun.of(Waiting.class).message("waits(TestClient)");

        assertTrue(
                message.startsWith("expected cmd_id 2003, but the gateway has closed the connection with 4410;"
                        + " this came instead:\n  {\"cmd_id\":4001,"),
                message);
        assertTrue(message.contains("{\\\"badge\\\":3}"), message);
    }

    @Test
    void anInvalidConfigurationFailsTheTest() {
        String message = JUnitRun.of(BadSetting.class).message("never()");

        assertTrue(message.contains("server.ping_second"), message);
    }

    @Test
    void mistakesInTheTestClassAreExplained() {
        assertEquals(
                "@GatewaySetup method NotStatic.setup must be static, because one gateway serves all methods",
                message(NotStatic.class, "FailuresTest$NotStatic"));
        assertEquals(
                "@GatewaySetup method Inner.setup is never called: one gateway serves all nested classes of Stray",
                message(Stray.class, "Inner"));
        assertEquals(
                "@GatewaySetup method WrongParameter.setup has a parameter of type GatewayServer; it can have a"
                        + " GatewayBuilder and a ManualTime",
                message(WrongParameter.class, "never()"));
        assertEquals(
                "there is one gateway only: @GatewayTest(nodes = 2) starts a cluster",
                message(NoCluster.class, "never(LiveCluster)"));
        assertTrue(message(NoManualTime.class, "never(ManualTime)").contains("the gateway runs in real time"));
        assertTrue(message(InConstructor.class, "never()").contains("there is no gateway yet for"));
        assertEquals(
                "'ping' in settings of @GatewayTest is no setting: write key=value, such as server.ping_seconds=30",
                message(NoSetting.class, "never()"));
    }

    private static String message(Class<?> type, String test) {
        return JUnitRun.of(type).message(test);
    }

    @GatewayTest
    static class Failing {

        @GatewaySetup
        void handlers(GatewayBuilder builder) {
            builder.handler(5001, (message, context) -> {
                log.info("the handler was called");
                throw new IllegalStateException("out of paper");
            });
        }

        @Test
        void fails(@Client("alice") TestClient alice) {
            alice.request(5001, "{}").expect(200);
        }
    }

    @GatewayTest
    static class Aborting {

        @Test
        void isAborted() {
            Assumptions.abort("not today");
        }
    }

    @GatewayTest
    static class WrongPassword {

        @Test
        void never(@Client(value = "alice", password = "wrong") TestClient alice) {
            alice.request(5001, "{}");
        }
    }

    @GatewayTest
    static class Waiting {

        @GatewaySetup
        void handlers(GatewayBuilder builder) {
            builder.handler(5001, (message, context) -> {
                context.sessions().pushToUser("alice", "{\"badge\":3}");
                context.afterReply(() -> {
                    int unused = context.sessions().kick(KickRequest.of("alice"));
                });
                return Reply.ok();
            });
        }

        @Test
        void waits(@Client("alice") TestClient alice) {
            alice.send(5001, "{}");
            alice.next(2003);
        }
    }

    @GatewayTest(settings = "server.ping_second=1")
    static class BadSetting {

        @Test
        void never() {
            fail("the gateway cannot start");
        }
    }

    @GatewayTest(settings = "ping")
    static class NoSetting {

        @Test
        void never() {
            fail("the gateway cannot start");
        }
    }

    @GatewayTest(lifetime = GatewayTest.Lifetime.CLASS)
    static class NotStatic {

        @GatewaySetup
        void setup(GatewayBuilder builder) {
            fail("without an instance");
        }

        @Test
        void never() {
            fail("the gateway cannot start");
        }
    }

    @GatewayTest(lifetime = GatewayTest.Lifetime.CLASS)
    static class Stray {

        @Nested
        class Inner {

            @GatewaySetup
            void setup(GatewayBuilder builder) {
                fail("after the start");
            }

            @Test
            void never() {
                fail("the setup is ignored");
            }
        }
    }

    @GatewayTest
    static class WrongParameter {

        @GatewaySetup
        void setup(GatewayServer server) {
            fail("there is none yet");
        }

        @Test
        void never() {
            fail("the gateway cannot start");
        }
    }

    @GatewayTest
    static class NoCluster {

        @Test
        void never(LiveCluster cluster) {
            fail("there is no cluster");
        }
    }

    @GatewayTest(clock = GatewayTest.Clock.REAL)
    static class NoManualTime {

        @Test
        void never(ManualTime time) {
            fail("nothing stands still");
        }
    }

    @GatewayTest
    static class InConstructor {

        InConstructor(LiveGateway gateway) {
            fail("there is no gateway yet");
        }

        @Test
        void never() {
            fail("there is no instance");
        }
    }
}
