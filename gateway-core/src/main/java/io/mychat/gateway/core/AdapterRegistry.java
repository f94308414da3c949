package io.mychat.gateway.core;

import io.mychat.gateway.core.auth.TrustedIssuers;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.alert.AlertChannel;
import io.mychat.gateway.spi.auth.TokenService;
import io.mychat.gateway.spi.auth.TokenVerifier;
import io.mychat.gateway.spi.codec.MessageCodec;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.message.HandlerInterceptor;
import io.mychat.gateway.spi.page.OperatorPages;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * The adapters that a gateway works with: the host application's, which it also closes, before the modules', which are
 * closed here. One thread, except for {@link #tokenLifetime}.
 */
final class AdapterRegistry implements ModuleServices {

    private static final String SPI = ModuleServices.class.getPackageName() + ".";

    private final Map<Class<?>, Object> given;
    private final Map<Class<?>, Object> offered = new ConcurrentHashMap<>();
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final List<HealthIndicator> indicators = new CopyOnWriteArrayList<>();
    private final List<MetricSource> metrics = new CopyOnWriteArrayList<>();
    private final List<AlertChannel> alertChannels = new CopyOnWriteArrayList<>();
    private final List<HandlerInterceptor> interceptors = new ArrayList<>();
    private final List<TokenVerifier> tokenVerifiers = new CopyOnWriteArrayList<>();
    private final List<MessageCodec> codecs = new ArrayList<>();
    private final List<OperatorPages> pages = new ArrayList<>();
    private final String nodeId;
    private final int maxMessageDepth;
    private boolean contextTaken;

    AdapterRegistry(Map<Class<?>, Object> given, String nodeId, int maxMessageDepth) {
        this.given = new ConcurrentHashMap<>(given);
        this.nodeId = nodeId;
        this.maxMessageDepth = maxMessageDepth;
        observeAll(given.values());
    }

    /** Registers metrics, health and alert channels of the host application's parts, if they have any. Closes nothing. */
    void observe(Object part) {
        if (part instanceof MetricSource source && !contains(metrics, source)) {
            metrics.add(source);
        }
        if (part instanceof HealthIndicator indicator && !contains(indicators, indicator)) {
            indicators.add(indicator);
        }
        if (part instanceof AlertChannel channel && !contains(alertChannels, channel)) {
            alertChannels.add(channel);
        }
    }

    /** As {@link #observe}, for each of them. */
    void observeAll(Collection<?> parts) {
        for (Object part : parts) {
            observe(part);
        }
    }

    /** Whether a list has this very object. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean contains(Iterable<?> list, Object part) {
        for (Object one : list) {
            if (one == part) {
                return true;
            }
        }
        return false;
    }

    /** Adds an adapter that the gateway has made for the host application; it is closed here. */
    <T> void make(Class<T> port, T adapter) {
        given.put(port, adapter);
        observe(adapter);
        own(adapter);
    }

    /** Adds the interceptors of the host application. */
    void intercept(List<HandlerInterceptor> added) {
        interceptors.addAll(added);
    }

    /** Adds the verifiers of the host application. */
    void verifyTokens(List<TokenVerifier> added) {
        tokenVerifiers.addAll(added);
    }

    /** Adds the codecs of the host application. */
    void encodeWith(List<MessageCodec> added) {
        codecs.addAll(added);
    }

    /** The codecs besides the gateway's own. */
    List<MessageCodec> codecs() {
        return List.copyOf(codecs);
    }

    /** The pages of modules for operators. */
    List<OperatorPages> operatorPages() {
        return List.copyOf(pages);
    }

    /** The token service, which includes the verifiers of other issuers. */
    TrustedIssuers tokens() {
        return new TrustedIssuers(require(TokenService.class), tokenVerifiers);
    }

    List<HandlerInterceptor> interceptors() {
        return interceptors;
    }

    @Override
    public String nodeId() {
        return nodeId;
    }

    @Override
    public int maxMessageDepth() {
        return maxMessageDepth;
    }

    @Override
    public Duration tokenLifetime() {
        return tokens().lifetime();
    }

    @Override
    public Optional<SSLContext> sslContext() {
        contextTaken = true;
        return find(SSLContext.class);
    }

    /** @throws IllegalStateException when the host application has a TLS context, and no module has taken it */
    void requireTls() {
        if (!contextTaken && find(SSLContext.class).isPresent()) {
            throw new IllegalStateException(
                    "no module has taken the SSLContext of the program, and the ports would be open"
                            + " without TLS: use gateway-transport-undertow or gateway-transport-nio, or secure your own transport and leave out"
                            + " GatewayBuilder.sslContext");
        }
    }

    List<HealthIndicator> indicators() {
        return indicators;
    }

    List<MetricSource> metrics() {
        return metrics;
    }

    List<AlertChannel> alertChannels() {
        return alertChannels;
    }

    @Override
    public <T> void offer(Class<T> port, T adapter) {
        if (!port.isInterface() || !port.getName().startsWith(SPI)) {
            throw new IllegalArgumentException(port.getName() + " is not a port of gateway-spi");
        }
        own(port.cast(adapter));
        if (port == HealthIndicator.class) {
            indicators.add((HealthIndicator) adapter);
        } else if (port == MetricSource.class) {
            metrics.add((MetricSource) adapter);
        } else if (port == AlertChannel.class) {
            alertChannels.add((AlertChannel) adapter);
        } else if (port == TokenVerifier.class) {
            tokenVerifiers.add((TokenVerifier) adapter);
        } else if (port == MessageCodec.class) {
            codecs.add((MessageCodec) adapter);
        } else if (port == OperatorPages.class) {
            add((OperatorPages) adapter);
        } else if (!given.containsKey(port) && offered.putIfAbsent(port, adapter) != null) {
            throw new IllegalStateException("Two modules offer a " + port.getSimpleName()
                    + ": leave one out with GatewayBuilder.without, or give the builder the right one");
        }
    }

    private void add(OperatorPages added) {
        String path = added.path();
        if (!path.matches("/[a-z0-9-]+") || path.equals("/api")) {
            throw new IllegalArgumentException("'" + path + "' is not a path for pages of operators");
        }
        if (pages.stream().anyMatch(one -> one.path().equals(path))) {
            throw new IllegalStateException(
                    "Two modules offer pages below " + path + ": leave one out with GatewayBuilder.without");
        }
        pages.add(added);
    }

    /** Closes an adapter once, even when it was offered for two ports. */
    private void own(Object adapter) {
        if (adapter instanceof AutoCloseable closeable && !contains(owned, closeable)) {
            owned.push(closeable);
        }
    }

    <T> Optional<T> find(Class<T> port) {
        Object found = given.get(port);
        return Optional.ofNullable(port.cast(found == null ? offered.get(port) : found));
    }

    /** The adapter of a kind that the gateway cannot do without. */
    <T> T require(Class<T> port) {
        Optional<T> found = find(port);
        if (found.isEmpty()) {
            throw new IllegalStateException(StartupCheck.missing(port, "no module has offered one"));
        }
        return found.get();
    }

    /** Closes the adapters of modules in reverse order. */
    void close() {
        while (!owned.isEmpty()) {
            AutoCloseable next = owned.pop();
            ShutdownSteps.step(next.getClass().getSimpleName(), next::close);
        }
        // A host may keep a stopped gateway, which keeps neither stores nor the classes of plug-ins.
        offered.clear();
        indicators.clear();
        metrics.clear();
        alertChannels.clear();
        codecs.clear();
        pages.clear();
    }
}
