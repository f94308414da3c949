package io.mychat.gateway.core.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.MessageHandler;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.testkit.TestMessage;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A gateway whose handlers wait until the test completes them. */
abstract class ProcessingFixture {

    static final long BLOCKING = 9000;
    static final long ASYNC = 9001;
    static final long QUICK = 9002;
    static final long CONCURRENT = 9003;
    static final long CUSTOM = 9004;

    final BlockingQueue<CompletableFuture<Reply>> blocked = new LinkedBlockingQueue<>();
    final BlockingQueue<CompletableFuture<Reply>> stages = new LinkedBlockingQueue<>();
    final List<CompletableFuture<Reply>> begun = new CopyOnWriteArrayList<>();

    @Nullable
    TestGateway running;

    @AfterEach
    void stop() {
        begun.forEach(handler -> handler.complete(Reply.ok()));
        if (running != null) {
            running.close();
        }
    }

    static com.fasterxml.jackson.databind.JsonNode parse(String text) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    void internalError(MessageHandler handler) {
        internalError(custom(handler));
    }

    void internalError(UnaryOperator<GatewayBuilder> custom) {
        try (TestGateway gateway = start(custom)) {
            Guest alice = alice(gateway);

            TestMessage reply = alice.request(CUSTOM, "{}");

            assertThat(reply.code()).isEqualTo(500);
            assertThat(reply.message()).isEqualTo("Internal Server Error");
            assertThat(reply.error()).isEqualTo("internal_error");
            // The session's id may have any digits.
            assertThat(reply.message() + reply.data()).doesNotContain("4711", "java.", "Exception");
            assertThat(alice.request(QUICK, "{}").code()).isEqualTo(200);
        }
        running = null;
    }

    TestGateway start(UnaryOperator<GatewayBuilder> more) {
        running = TestGateway.start(builder -> more.apply(builder.handler(BLOCKING, (message, context) -> {
                    CompletableFuture<Reply> reply = new CompletableFuture<>();
                    begun.add(reply);
                    blocked.add(reply);
                    return reply.get();
                })
                .handler(HandlerDefinition.async("async", this::stage)
                        .command(ASYNC)
                        .build())
                .handler(QUICK, (message, context) -> Reply.ok())
                .handler(HandlerDefinition.async("concurrent", this::stage)
                        .command(CONCURRENT)
                        .concurrent()
                        .build())));
        return running;
    }

    CompletableFuture<Reply> stage(
            io.mychat.gateway.spi.message.UnifiedMessage message,
            io.mychat.gateway.spi.message.MessageContext context) {
        CompletableFuture<Reply> stage = new CompletableFuture<>();
        begun.add(stage);
        stages.add(stage);
        return stage;
    }

    static UnaryOperator<GatewayBuilder> custom(MessageHandler handler) {
        return builder -> builder.handler(CUSTOM, handler);
    }

    static Guest alice(TestGateway gateway) {
        return gateway.login("alice", "web", "w");
    }

    static CompletableFuture<Reply> next(BlockingQueue<CompletableFuture<Reply>> queue) throws InterruptedException {
        CompletableFuture<Reply> next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a handler that has started").isNotNull();
        return java.util.Objects.requireNonNull(next);
    }

    static Reply fail(Throwable thrown) throws Exception {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (Exception) thrown;
    }
}
