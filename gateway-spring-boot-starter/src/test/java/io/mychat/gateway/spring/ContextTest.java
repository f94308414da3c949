package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.GatewayServer;
import io.mychat.gateway.spi.auth.CredentialVerdict;
import io.mychat.gateway.spi.auth.CredentialVerifier;
import io.mychat.gateway.spi.auth.UserDirectory;
import io.mychat.gateway.spi.message.Command;
import io.mychat.gateway.spi.message.HandlerDefinition;
import io.mychat.gateway.spi.message.Reply;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.session.UserInfo;
import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import io.mychat.gateway.testkit.TestClient;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What an application gives to its gateway, in applications without a web server. */
class ContextTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(GatewayAutoConfiguration.class))
            .withBean(WebSocketTransport.class, () -> new InMemoryTransport(new ManualTime()))
            .withBean(HttpTransport.class, InMemoryHttpTransport::new);

    public interface Greets {}

    public static class Greeter implements Greets {

        @Command(5001)
        public Map<String, Object> greet() {
            return Map.of();
        }
    }

    @Test
    void beansOfPortsTakeThePlaceOfTheGatewaysOwn() {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(GatewayServer.class).isRunning()).isTrue();
            assertThat(context.getBean(Sessions.class).onlineCount()).isZero();
        });
    }

    @Test
    void theMethodsOfAProxyAreCalledThroughIt() {
        AtomicInteger calls = new AtomicInteger();
        application
                .withBean(Greeter.class, () -> proxy(calls))
                .withBean(
                        CredentialVerifier.class,
                        () -> (username, password) ->
                                new CredentialVerdict.Accepted(new UserInfo(username, username, Set.of())))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    TestClient alice =
                            TestClient.over(((InMemoryTransport) context.getBean(WebSocketTransport.class)).connect());
                    alice.login("alice", "any", "web", "").expect(200);
                    alice.request(5001, "{}").expect(200);
                    assertThat(calls).hasValue(1);
                });
    }

    private static Greeter proxy(AtomicInteger calls) {
        ProxyFactory proxy = new ProxyFactory(new Greeter());
        proxy.setProxyTargetClass(true);
        proxy.addAdvice((MethodInterceptor) invocation -> {
            calls.incrementAndGet();
            return invocation.proceed();
        });
        return (Greeter) proxy.getProxy();
    }

    @Test
    void twoBeansForOneCommandStopTheStart() {
        application
                .withBean("one", Greeter.class, Greeter::new)
                .withBean("two", Greeter.class, Greeter::new)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("Greeter.greet"));
    }

    @Test
    void aHandlerOfAnotherScopeStopsTheStart() {
        application
                .withBean(
                        "often",
                        Greeter.class,
                        Greeter::new,
                        definition -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE))
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("often")
                        .hasMessageContaining("must be a singleton"));
    }

    @Test
    void twoBeansOfOnePortStopTheStart() {
        application
                .withBean("first", UserDirectory.class, () -> user -> Optional.empty())
                .withBean("second", UserDirectory.class, () -> user -> Optional.empty())
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("first")
                        .hasMessageContaining("second"));
    }

    @Test
    void aCustomizerHasTheLastWord() {
        application
                .withPropertyValues("mychat.server.node-id=from-a-property")
                .withBean(
                        GatewayCustomizer.class,
                        () -> builder -> builder.setting("server.node_id", "from-a-customizer"))
                .withBean(
                        HandlerDefinition.class,
                        () -> HandlerDefinition.blocking("echo", (message, context) -> Reply.ok(message.data()))
                                .command(5002)
                                .build())
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(GatewayServer.class).serverStats())
                            .contains("from-a-customizer");
                });
    }

    @Test
    void aSwitchedOffGatewayIsNotThere() {
        application
                .withPropertyValues("mychat.boot.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(GatewayServer.class));
    }

    @Test
    void aGatewayOfTheApplicationsOwnIsStartedAndStopped() {
        application
                .withBean(
                        "mine",
                        GatewayServer.class,
                        () -> GatewayServer.builder()
                                .setting("auth.jwt_secret", "x".repeat(40))
                                .webSocketTransport(new InMemoryTransport(new ManualTime()))
                                .httpTransport(new InMemoryHttpTransport())
                                .build())
                .run(context -> {
                    assertThat(context).hasSingleBean(GatewayServer.class);
                    assertThat(context.getBean(GatewayServer.class).isRunning()).isTrue();
                });
    }

    @Test
    void faultsAreShownByTheNamesOfTheProperties() {
        application
                .withPropertyValues("mychat.server.max-json-depth=deep", "mychat.server.drain-secnds=3")
                .run(context -> assertThat(new ConfigFailureAnalyzer()
                                .analyze(Objects.requireNonNull(context.getStartupFailure())))
                        .satisfies(analysis -> assertThat(analysis.getDescription())
                                .contains("mychat.server.max-json-depth: must be a whole number")
                                .contains("mychat.server.drain-secnds: ")
                                .contains("drain_seconds")));
    }
}
