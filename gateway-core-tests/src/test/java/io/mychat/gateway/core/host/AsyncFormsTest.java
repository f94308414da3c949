package io.mychat.gateway.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.Tokens;
import io.mychat.gateway.spi.ban.Bans;
import io.mychat.gateway.spi.chat.Chats;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.trace.Traces;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call of a host that waits has an asynchronous form beside it. */
class AsyncFormsTest {

    /** What answers from memory, and what the specification's names stand for: sessions() has their asynchronous form. */
    private static final Set<String> NEED_NONE = Set.of(
            "Bans.list",
            "GatewayServer.builder",
            "GatewayServer.close",
            "GatewayServer.isRunning",
            "GatewayServer.serverStats",
            "GatewayServer.stats",
            "GatewayServer.health",
            "GatewayServer.metrics",
            "GatewayServer.pushMessageToUser",
            "GatewayServer.pushMessageToDevice",
            "GatewayServer.onlineCount",
            "GatewayServer.sessions",
            "GatewayServer.chats",
            "GatewayServer.tokens",
            "GatewayServer.bans",
            "GatewayServer.traces",
            "GatewayServer.addListener",
            "GatewayServer.removeListener",
            "GatewayServer.registerMessageHandler",
            "GatewayServer.registerMessageHandlers",
            "GatewayServer.addedRoutes",
            "GatewayServer.webSocketAddress",
            "GatewayServer.httpAddress",
            "GatewayServer.managementAddress",
            // withArchiveAsync
            "GatewayServer.messageArchive");

    private static Stream<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
    }

    @ParameterizedTest
    @ValueSource(classes = {Sessions.class, Tokens.class, Chats.class, Bans.class, Traces.class, GatewayServer.class})
    void aCallThatWaitsHasAnAsynchronousForm(Class<?> calls) {
        List<String> asynchronous = publicMethods(calls)
                .filter(method -> CompletionStage.class.isAssignableFrom(method.getReturnType()))
                .map(Method::getName)
                .toList();

        List<String> waiting = publicMethods(calls)
                .filter(method -> !CompletionStage.class.isAssignableFrom(method.getReturnType()))
                .map(Method::getName)
                .filter(name -> !NEED_NONE.contains(calls.getSimpleName() + "." + name))
                .distinct()
                .toList();

        assertThat(waiting).isNotEmpty().allMatch(name -> asynchronous.contains(name + "Async"));
    }

    @Test
    void theExceptionsAreCallsThatExist() {
        List<String> all = Stream.of(Bans.class, GatewayServer.class)
                .flatMap(type -> publicMethods(type).map(method -> type.getSimpleName() + "." + method.getName()))
                .toList();

        assertThat(all).containsAll(NEED_NONE);
    }
}
