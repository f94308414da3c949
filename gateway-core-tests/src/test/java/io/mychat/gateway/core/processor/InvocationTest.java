package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.codec.DataOnlyCodec;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.reading.ConfigFixture;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.TestConnections;
import io.mychat.gateway.core.observe.CommandLatencies;
import io.mychat.gateway.core.observe.Counters;
import io.mychat.gateway.core.router.Route;
import io.mychat.gateway.spi.codec.DecodedMessage;
import io.mychat.gateway.spi.event.Tracer;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.StubConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The table of {@link CommandState}: what each transition says, and what becomes of a slot. */
class InvocationTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();
    private final ClientConnection client =
            TestConnections.manager(time).open("s1", "192.0.2.1", new StubConnection(), new DataOnlyCodec());
    private final Invocation invocation = new Invocation(queue(), command(), route(), nobody());
    private final List<String> told = new ArrayList<>();

    private SessionQueue queue() {
        ConfigSnapshot configuration = ConfigFixture.defaults();
        return new SessionQueue(
                client, InboundLimits.of(configuration.gateway()), new Counters(new CommandLatencies(10, Tracer.NONE)));
    }

    private QueuedMessage.Request command() {
        return QueuedMessage.Request.of(new DecodedMessage.Envelope(5001, "{}", "web", null, 40), time.now(), null);
    }

    private static Route route() {
        HandlerDefinition handler = HandlerDefinition.blocking("any", (message, context) -> Reply.ok())
                .build();
        return new Route(
                handler, Sensitivity.PUBLIC, LIMIT, Set.of(), false, new CommandLatencies(10, Tracer.NONE).of("5001"));
    }

    private static Sessions nobody() {
        return (Sessions) Proxy.newProxyInstance(
                Sessions.class.getClassLoader(), new Class<?>[] {Sessions.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private void wish() {
        invocation.afterReply(() -> told.add("done"), () -> told.add("too late"));
    }

    private void runActions() {
        invocation.actions().forEach(Runnable::run);
    }

    @Nested
    class InTime {

        @Test
        void theAnswerOfAWorkerFreesItsSlotWhenItLeaves() {
            assertThat(invocation.start(true)).isTrue();
            wish();

            assertThat(invocation.answer()).isTrue();
            runActions();

            assertThat(told).containsExactly("done");
            assertThat(invocation.leave()).as("the slot is free").isTrue();
            assertThat(invocation.timeOut()).isEmpty();
            assertThat(invocation.release()).as("a second time").isFalse();
        }

        @Test
        void aStageHoldsTheSlotOfTheWorkerThatHasLeft() {
            invocation.start(true);
            assertThat(invocation.pend(new CompletableFuture<>())).isTrue();
            assertThat(invocation.leave()).isFalse();

            assertThat(invocation.answer()).isTrue();

            assertThat(invocation.release()).isTrue();
        }

        @Test
        void anAnswerCancelsTheTimeOut() {
            invocation.arm(time, () -> told.add("time-out"));
            invocation.start(true);
            invocation.answer();

            time.advance(LIMIT);

            assertThat(told).isEmpty();
        }

        @Test
        void oneThatFindsNoThreadHoldsNoSlot() {
            assertThat(invocation.refuse()).isTrue();

            assertThat(invocation.answer()).isFalse();
            assertThat(invocation.release()).isFalse();
        }
    }

    @Nested
    class TooLate {

        @Test
        void oneThatWaitsIsNotStartedAnyMore() {
            assertThat(invocation.timeOut()).contains(CommandState.WAITING);

            assertThat(invocation.start(true)).isFalse();
            assertThat(invocation.release()).as("start has said so").isFalse();
        }

        @Test
        void oneThatWaitsIsNotRefusedAnyMore() {
            invocation.timeOut();

            assertThat(invocation.refuse()).isFalse();
        }

        @Test
        void aWorkerIsInterruptedAndFreesItsSlotWhenItLeaves() {
            invocation.start(true);
            wish();

            assertThat(invocation.timeOut()).contains(CommandState.RUNNING);
            runActions();
            invocation.interruptWorker();

            assertThat(told).containsExactly("too late");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(invocation.answer()).isFalse();
            assertThat(invocation.leave()).isTrue();
            assertThat(Thread.currentThread().isInterrupted())
                    .as("the next command on this thread is spared")
                    .isFalse();
        }

        @Test
        void aWorkerThatHasLeftIsNotInterrupted() {
            invocation.start(true);
            invocation.timeOut();
            invocation.leave();

            invocation.interruptWorker();

            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @Test
        void aStageThatComesLaterIsNobodys() {
            invocation.start(true);
            invocation.timeOut();

            assertThat(invocation.pend(new CompletableFuture<>())).isFalse();
            assertThat(invocation.leave()).as("the slot is the worker's").isTrue();
        }

        @Test
        void aPendingStageLosesItsSlotAtOnce() {
            invocation.start(true);
            invocation.pend(new CompletableFuture<>());
            invocation.leave();

            assertThat(invocation.timeOut()).contains(CommandState.PENDING);

            assertThat(invocation.answer()).isFalse();
            assertThat(invocation.release()).isFalse();
        }

        @Test
        void aWishAfterTheTimeOutIsFulfilledAtOnce() {
            invocation.start(true);
            invocation.timeOut();

            wish();

            assertThat(told).containsExactly("too late");
        }
    }

    @Test
    void aWorkerWithoutAnAnswerLeavesItToTheTimeOut() {
        invocation.start(true);

        assertThat(invocation.leave()).isTrue();

        assertThat(invocation.timeOut()).contains(CommandState.PENDING);
        assertThat(invocation.stage()).as("and no slot to free").isNull();
    }
}
