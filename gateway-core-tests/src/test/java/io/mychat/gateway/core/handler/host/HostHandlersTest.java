package io.mychat.gateway.core.handler.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.message.ErrorCode;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.HandlerInterceptor;
import io.mychat.gateway.spi.message.MessageContext;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.message.ReplyException;
import io.mychat.gateway.spi.message.Sensitivity;
import io.mychat.gateway.spi.message.UnifiedMessage;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.testkit.TestMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers of records, of annotated methods, and what stands around handlers. */
class HostHandlersTest {

    private final List<TestGateway> gateways = new CopyOnWriteArrayList<>();

    /** An order, as a client sends it. */
    public record Order(
            String orderId, List<Item> items, @Nullable String note) {

        public Order {
            if (orderId != null && orderId.isBlank()) {
                throw new IllegalArgumentException("order_id must not be blank");
            }
        }
    }

    public record Item(int quantity, Kind kind) {}

    public enum Kind {
        BOOK,
        FILM
    }

    public record Accepted(String orderId, int itemCount) {}

    @AfterEach
    void stop() {
        gateways.forEach(TestGateway::close);
    }

    private TestGateway start(UnaryOperator<GatewayBuilder> more) {
        TestGateway gateway = TestGateway.start(more);
        gateways.add(gateway);
        return gateway;
    }

    private Guest alice(UnaryOperator<GatewayBuilder> more) {
        return start(more).login("alice", "web", "a");
    }

    @Test
    void aRecordIsReadAndARecordIsTheReply() {
        Guest alice = alice(builder -> builder.handler(
                5001,
                Order.class,
                (order, message, context) ->
                        new Accepted(order.orderId(), order.items().size())));

        TestMessage reply = alice.request(
                5001, "{\"order_id\":\"o-1\",\"items\":[{\"quantity\":2,\"kind\":\"BOOK\"}],\"new_member\":true}");

        assertThat(reply.code()).isEqualTo(200);
        assertThat(reply.data().toString()).isEqualTo("{\"order_id\":\"o-1\",\"item_count\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | $ must be",
                "{ | $ must be",
                "{\"items\":[]} | $.order_id is required",
                "{\"order_id\":\"o\"} | $.items is required",
                "{\"order_id\":null,\"items\":[]} | $.order_id is required",
                "{\"order_id\":7,\"items\":[]} | $.order_id has a wrong",
                "{\"order_id\":\" \",\"items\":[]} | $ is invalid: order_id must not be blank",
                "{\"order_id\":\"o\",\"items\":{}} | $.items has a wrong",
                "{\"order_id\":\"o\",\"items\":[null]} | $.items[0] is required",
                "{\"order_id\":\"o\",\"items\":[{\"quantity\":1}]} | $.items[0].kind is required",
                "{\"order_id\":\"o\",\"items\":[{\"kind\":\"BOOK\"}]} | $.items[0].quantity",
                "{\"order_id\":\"o\",\"items\":[{\"quantity\":\"1\",\"kind\":\"BOOK\"}]} | $.items[0].quantity has a wrong",
                "{\"order_id\":\"o\",\"items\":[{\"quantity\":1.5,\"kind\":\"BOOK\"}]} | $.items[0].quantity has a wrong",
                "{\"order_id\":\"o\",\"items\":[{\"quantity\":1,\"kind\":\"SONG\"}]} | $.items[0].kind has a wrong",
                "{\"order_id\":\"o\",\"items\":[],\"note\":{}} | $.note has a wrong"
            })
    void aBadPayloadIs400WithThePathOfTheMember(String data, String detail) {
        AtomicInteger calls = new AtomicInteger();
        Guest alice = alice(
                builder -> builder.handler(5001, Order.class, (order, message, context) -> calls.incrementAndGet()));

        TestMessage reply = alice.request(5001, data);

        assertThat(reply.code()).isEqualTo(400);
        assertThat(reply.error()).isEqualTo("bad_payload");
        assertThat(reply.data().path("detail").textValue()).startsWith(detail);
        assertThat(calls).hasValue(0);
    }

    /** Handlers as methods. */
    public static class Orders {

        @Command(5001)
        public Accepted order(Order order, Session session, UnifiedMessage message) {
            return new Accepted(order.orderId() + " of " + session.userId() + message.cmdId(), 0);
        }

        @Command(
                value = {5002, 5003},
                name = "orders_later",
                concurrent = true)
        public CompletionStage<Map<String, Boolean>> later(MessageContext context) {
            return CompletableFuture.supplyAsync(() -> Map.of("later", true));
        }

        @Command(value = 5004, roles = "admin", sensitivity = Sensitivity.SENSITIVE)
        public void secret() {}

        @Command(5005)
        public Reply refuse(Session session) {
            if (session.userId().equals("alice")) {
                throw new ReplyException(ErrorCode.NOT_FOUND, "no_order", "There is no such order.");
            }
            return Reply.ok();
        }
    }

    @Test
    void methodsOfABeanAreHandlers() {
        TestGateway gateway = start(builder -> builder.handlers(new Orders()));
        Guest alice = gateway.login("alice", "web", "a");

        assertThat(alice.request(5001, "{\"order_id\":\"o\",\"items\":[]}").text("order_id"))
                .isEqualTo("o of alice5001");
        assertThat(alice.request(5003, "{}").data().toString()).isEqualTo("{\"later\":true}");
        assertThat(alice.request(5004, "{}").code()).isEqualTo(403);
        assertThat(gateway.login("root", "web", "r").request(5004, "[1]").data().toString())
                .isEqualTo("{}");
        TestMessage refused = alice.request(5005, "{}");
        assertThat(refused.code()).isEqualTo(404);
        assertThat(refused.error()).isEqualTo("no_order");
    }

    /** A method with a parameter of its own. */
    public static final class Misunderstood {

        @Command(5001)
        public void order(String order) {}
    }

    /** A method that nobody can call. */
    public static final class Hidden {

        @Command(5001)
        public void open() {}

        @Command(5002)
        void closed() {}
    }

    @Test
    void aProxyOfABeanIsCalledByTheMethodsOfItsClass() {
        AtomicInteger calls = new AtomicInteger();
        Orders proxy = new Orders() {
            @Override
            public Accepted order(Order order, Session session, UnifiedMessage message) {
                calls.incrementAndGet();
                return super.order(order, session, message);
            }
        };
        TestGateway gateway = start(builder -> {
            HandlerDefinition.ofMethods(proxy, Orders.class).forEach(builder::handler);
            return builder;
        });

        assertThat(gateway.login("alice", "web", "a")
                        .request(5001, "{\"order_id\":\"o\",\"items\":[]}")
                        .text("order_id"))
                .isEqualTo("o of alice5001");
        assertThat(calls).hasValue(1);
        assertThat(HandlerDefinition.ofMethods(proxy, Orders.class))
                .extracting(HandlerDefinition::name)
                .contains("Orders.order");
        assertThatThrownBy(() -> HandlerDefinition.ofMethods("no orders", Orders.class))
                .hasMessageContaining("java.lang.String is no");
    }

    @Test
    void aMethodThatCannotBeAHandlerIsNamed() {
        assertThatThrownBy(() -> HandlerDefinition.ofMethods(new Misunderstood()))
                .hasMessageContaining("order")
                .hasMessageContaining("must be a record");
        assertThatThrownBy(() -> HandlerDefinition.ofMethods(new Hidden()))
                .hasMessageContaining("closed")
                .hasMessageContaining("must be public");
        assertThatThrownBy(() -> HandlerDefinition.ofMethods("no handlers")).hasMessageContaining("@Command");
    }

    @Test
    void aReplyExceptionIsTheReplyOfEveryKindOfHandler() {
        ReplyException refusal = new ReplyException(ErrorCode.FORBIDDEN, "not_yours", "That is not yours.");
        AtomicInteger calls = new AtomicInteger();
        Guest alice = alice(builder -> builder.handler(5001, (message, context) -> {
                    calls.incrementAndGet();
                    throw refusal;
                })
                .setting("routes.5001.handler", "cmd_5001")
                .setting("routes.5001.retry_count", 3)
                .setting("routes.5001.idempotent", true)
                .handler(HandlerDefinition.async("later", (message, context) -> CompletableFuture.failedFuture(refusal))
                        .command(5002)
                        .build()));

        for (long cmdId : List.of(5001L, 5002L)) {
            TestMessage reply = alice.request(cmdId, "{}");
            assertThat(reply.code()).isEqualTo(403);
            assertThat(reply.error()).isEqualTo("not_yours");
        }
        assertThat(calls).as("a refusal is no failure to repeat").hasValue(1);
        assertThatThrownBy(() -> new ReplyException(ErrorCode.SUCCESS, "x", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "{", "{}{}", ""})
    void aReplyThatIsNotJsonIs500(String data) {
        Guest alice = alice(builder -> builder.handler(5001, (message, context) -> Reply.ok(data)));

        TestMessage reply = alice.request(5001, "{}");

        assertThat(reply.code()).isEqualTo(500);
        assertThat(reply.error()).isEqualTo("internal_error");
    }

    @Test
    void aReplyThatIsTooLargeIs500AndTheConnectionStays() {
        Guest alice = alice(builder -> builder.setting("processing.max_outbound_bytes", 8192)
                .handler(5001, (message, context) -> Reply.ok("\"" + "x".repeat(9000) + "\"")));

        assertThat(alice.request(5001, "{}").code()).isEqualTo(500);
        assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
    }

    /** Notes what passes. */
    private record Noting(String name, int order, List<String> notes) implements HandlerInterceptor {

        @Override
        public CompletionStage<Reply> intercept(UnifiedMessage message, MessageContext context, Next next) {
            notes.add(name + " " + message.cmdId());
            return next.proceed(message)
                    .whenComplete((reply, error) ->
                            notes.add(name + " " + reply.code().code()));
        }
    }

    @Test
    void interceptorsStandAroundAllHandlersInTheirOrder() {
        List<String> notes = new CopyOnWriteArrayList<>();
        Guest alice = alice(builder -> builder.interceptor(new Noting("second", 5, notes))
                .interceptor(new Noting("first", -1, notes))
                .interceptor(new Noting("third", 5, notes))
                .handler(5001, (message, context) -> {
                    notes.add("handler");
                    return Reply.failure(ErrorCode.NOT_FOUND, "nothing", "Nothing is here.");
                }));
        notes.clear();

        assertThat(alice.request(5001, "{}").code()).isEqualTo(404);
        assertThat(notes)
                .containsExactly(
                        "first 5001", "second 5001", "third 5001", "handler", "third 404", "second 404", "first 404");
        notes.clear();
        assertThat(alice.request(3001, "{}").code()).isEqualTo(200);
        assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}")
                        .code())
                .isEqualTo(200);
        assertThat(notes).contains("first 3001", "third 200", "first 2001");
    }

    @Test
    void anInterceptorMayRefuseOrChangeACommand() {
        AtomicInteger calls = new AtomicInteger();
        HandlerInterceptor interceptor = (message, context, next) -> {
            if (message.cmdId() == 2001) {
                throw new ReplyException(ErrorCode.FORBIDDEN, "muted", "You may not write now.");
            }
            return next.proceed(new UnifiedMessage(
                    message.cmdId(),
                    message.sessionId(),
                    message.userId(),
                    "\"changed\"",
                    message.platform(),
                    message.timestamp(),
                    message.requestId()));
        };
        TestGateway gateway = start(builder -> builder.handler(5001, (message, context) -> {
                    calls.incrementAndGet();
                    return Reply.ok(message.data());
                })
                .interceptor((message, context, next) -> message.cmdId() == 1001
                        ? next.proceed(message)
                        : interceptor.intercept(message, context, next)));
        Guest alice = gateway.login("alice", "web", "a");

        assertThat(alice.request(5001, "{}").data().textValue()).isEqualTo("changed");
        assertThat(alice.request(2001, "{\"to_user\":\"bob\",\"content\":\"hi\"}")
                        .error())
                .isEqualTo("muted");
        assertThat(calls).hasValue(1);
    }

    @Test
    void aReplyOfAnInterceptorIsCheckedLikeThatOfAHandler() {
        Guest alice = alice(builder -> builder.interceptor((message, context, next) -> next.proceed(message)
                .thenApply(reply -> {
                    return message.cmdId() == 3001 ? Reply.ok("no JSON") : reply;
                })));

        assertThat(alice.request(3001, "{}").error()).isEqualTo("internal_error");
        assertThat(alice.request(1004, "{}").code()).isEqualTo(200);
    }

    /** A reply with a text that is long as JSON only. */
    public record Large(String text) {}

    @Test
    void aRecordThatIsTooLargeAsAReplyIs500() {
        Guest alice = alice(builder -> builder.setting("processing.max_outbound_bytes", 8192)
                .handler(5001, Order.class, (order, message, context) -> new Large("\u0007".repeat(1500))));

        assertThat(alice.request(5001, "{\"order_id\":\"o\",\"items\":[]}").error())
                .isEqualTo("internal_error");
    }

    @Test
    void aThrownReplyThatIsTooLargeIs500() {
        ReplyException large = new ReplyException(ErrorCode.FORBIDDEN, "no", "x".repeat(9000));
        Guest alice = alice(builder -> builder.setting("processing.max_outbound_bytes", 8192)
                .handler(5001, (message, context) -> {
                    throw large;
                })
                .handler(HandlerDefinition.async("later", (message, context) -> CompletableFuture.failedFuture(large))
                        .command(5002)
                        .build())
                .handler(HandlerDefinition.async("now", (message, context) -> {
                            throw large;
                        })
                        .command(5003)
                        .build())
                .handler(5004, Order.class, (order, message, context) -> {
                    throw large;
                })
                .interceptor((message, context, next) ->
                        message.cmdId() == 3001 ? CompletableFuture.failedFuture(large) : next.proceed(message)));

        for (long cmdId : List.of(5001L, 5002L, 5003L, 5004L, 3001L)) {
            assertThat(alice.request(cmdId, "{\"order_id\":\"o\",\"items\":[]}").error())
                    .as("%d", cmdId)
                    .isEqualTo("internal_error");
        }
    }

    @Test
    void aFailingInterceptorIs500() {
        TestGateway gateway = start(builder -> builder.interceptor((message, context, next) -> {
            if (message.cmdId() == 3001) {
                throw new IllegalStateException("a test's failure");
            }
            return next.proceed(message);
        }));
        Guest alice = gateway.login("alice", "web", "a");

        assertThat(alice.request(3001, "{}").error()).isEqualTo("internal_error");
    }
}
