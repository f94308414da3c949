package io.mychat.gateway.core.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mychat.gateway.core.GatewayBuilder;
import io.mychat.gateway.core.store.InMemoryMessageStore;
import io.mychat.gateway.core.store.InMemorySessionStore;
import io.mychat.gateway.core.testing.TestGateway;
import io.mychat.gateway.core.testing.TestGateway.Guest;
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.auth.AccessToken;
import io.mychat.gateway.spi.auth.TokenRequest;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerdict;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.hook.LoginHook;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.auth.FakeTokens;
import io.mychat.gateway.testkit.chat.ForwardingMessageStore;
import io.mychat.gateway.testkit.session.ForwardingSessionStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On which threads logins by token are decided: on that which has read them, where nothing of their way waits. */
class LoginInPlaceTest {

    private final ManualTime time = new ManualTime();
    private final FakeTokens tokens = new FakeTokens(time);
    private final AtomicReference<@Nullable Thread> decidedOn = new AtomicReference<>();

    /** Tokens whose check may take long, while this says so. */
    private static class SlowTokens implements TokenService {

        private final TokenService tokens;
        private final AtomicBoolean isSlow;

        SlowTokens(TokenService tokens, AtomicBoolean isSlow) {
            this.tokens = tokens;
            this.isSlow = isSlow;
        }

        @Override
        public AccessToken issue(TokenRequest request) {
            return tokens.issue(request);
        }

        @Override
        public Duration lifetime() {
            return tokens.lifetime();
        }

        @Override
        public TokenVerdict verify(String token) {
            return tokens.verify(token);
        }

        @Override
        public boolean neverWaits() {
            return !isSlow.get();
        }
    }

    private void note(GatewayEvent event) {
        if (event instanceof GatewayEvent.LoginSucceeded) {
            decidedOn.set(Thread.currentThread());
        }
    }

    private boolean isInPlace(TestGateway gateway, String user) {
        decidedOn.set(null);
        String token = tokens.foreign(
                TestGateway.user(user),
                new DeviceKey("web", "w"),
                gateway.time.now().plusSeconds(60));
        Guest guest = gateway.connect();
        assertThat(guest.request(1002, "{\"token\":\"" + token + "\"}").code()).isEqualTo(200);
        assertThat(guest.request(3001, "{}").code()).isEqualTo(200);
        Thread thread = await().until(decidedOn::get, found -> found != null);
        return thread.getName().contains("in-memory-io");
    }

    private boolean isInPlace(UnaryOperator<GatewayBuilder> more) {
        try (TestGateway gateway =
                TestGateway.start(builder -> more.apply(builder.tokens(tokens).listener(this::note)))) {
            return isInPlace(gateway, "alice");
        }
    }

    @Test
    void aLoginInMemoryIsDecidedOnTheThreadThatHasReadIt() {
        assertThat(isInPlace(builder -> builder)).isTrue();
    }

    @Test
    void aStoreThatMayWaitIsAskedOnAWorker() {
        assertThat(isInPlace(
                        builder -> builder.sessionStore(new ForwardingSessionStore(new InMemorySessionStore(time)))))
                .isFalse();
        assertThat(isInPlace(
                        builder -> builder.messageStore(new ForwardingMessageStore(new InMemoryMessageStore(time)) {})))
                .isFalse();
    }

    @Test
    void aDirectoryThatMayWaitIsAskedOnAWorker() {
        UserDirectory users = id -> Optional.of(new UserInfo(id, id, Set.of()));

        assertThat(isInPlace(builder -> builder.users(users))).isFalse();
    }

    @Test
    void aHookIsAskedOnThreadsOfItsOwn() {
        LoginHook hook = attempt -> new LoginHook.Allow();
        GatewayPlugin plugin = context -> context.hooks().login(HookOptions.open(), hook);

        assertThat(isInPlace(builder -> builder.plugin(plugin))).isFalse();
    }

    @Test
    void aTokenWhoseCheckTakesLongIsCheckedOnAWorkerFromThenOn() {
        AtomicBoolean isSlow = new AtomicBoolean();
        try (TestGateway gateway = TestGateway.start(
                builder -> builder.tokens(new SlowTokens(tokens, isSlow)).listener(this::note))) {
            assertThat(isInPlace(gateway, "alice")).isTrue();
            isSlow.set(true);
            assertThat(isInPlace(gateway, "bob")).isFalse();
            isSlow.set(false);
            assertThat(isInPlace(gateway, "carol")).isTrue();
        }
    }

    /** Those of another issuer, for example, whose keys cannot be fetched for a moment. */
    @Test
    void theCheckOfATokenIsRepeatedAsTheRouteAllowsWhereItMayWait() {
        AtomicInteger failures = new AtomicInteger(2);
        TokenService failing = new SlowTokens(tokens, new AtomicBoolean(true)) {
            @Override
            public TokenVerdict verify(String token) {
                if (failures.getAndDecrement() > 0) {
                    throw new StoreUnavailableException("a test's");
                }
                return super.verify(token);
            }
        };
        try (TestGateway gateway = TestGateway.start(builder -> builder.tokens(failing)
                .setting("routes.1002.handler", "auth_verify")
                .setting("routes.1002.retry_count", 2))) {
            Guest guest = gateway.connect();
            String token = tokens.foreign(
                    TestGateway.user("alice"),
                    new DeviceKey("web", "w"),
                    gateway.time.now().plusSeconds(60));
            String request = guest.client().send(1002, "{\"token\":\"" + token + "\"}");
            await().until(() -> {
                gateway.time.advance(Duration.ofMillis(100));
                return failures.get() < 0;
            });

            assertThat(guest.client().reply(request).code()).isEqualTo(200);
        }
    }
}
