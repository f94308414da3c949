package io.mychat.gateway.core.hook;

import io.mychat.gateway.spi.hook.HandshakeHook;
import io.mychat.gateway.spi.hook.HookKind;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.hook.Hooks;
import io.mychat.gateway.spi.hook.LoginHook;
import io.mychat.gateway.spi.hook.LogoutHook;
import io.mychat.gateway.spi.hook.MessageHook;
import io.mychat.gateway.spi.hook.StoredHook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

/** Collects the hooks of one plug-in while it starts. This object's lock guards them. */
public final class HookRegistry implements Hooks {

    private final Map<HookKind, Hook<?>> hooks = new EnumMap<>(HookKind.class);
    private final Hook.Calls calls;
    private final BiFunction<HookKind, HookOptions, Hook.Terms> terms;
    private boolean closed;

    /** @param terms the options of the plug-in with those of the configuration */
    public HookRegistry(Hook.Calls calls, BiFunction<HookKind, HookOptions, Hook.Terms> terms) {
        this.calls = calls;
        this.terms = terms;
    }

    @Override
    public void handshake(HookOptions options, HandshakeHook hook) {
        add(HookKind.HANDSHAKE, options, new KnownHeaders(Objects.requireNonNull(hook, "hook")));
    }

    @Override
    public void login(HookOptions options, LoginHook hook) {
        add(HookKind.LOGIN, options, hook);
    }

    @Override
    public void logout(HookOptions options, LogoutHook hook) {
        add(HookKind.LOGOUT, options, hook);
    }

    @Override
    public void message(HookOptions options, MessageHook hook) {
        add(HookKind.MESSAGE, options, hook);
    }

    @Override
    public void stored(HookOptions options, StoredHook hook) {
        add(HookKind.STORED, options, hook);
    }

    /** A hook that has been asked for its headers once: a handshake must not wait for the answer. */
    private record KnownHeaders(HandshakeHook hook, Set<String> headers) implements HandshakeHook {

        KnownHeaders(HandshakeHook hook) {
            this(hook, Set.copyOf(hook.headers()));
        }

        @Override
        public Verdict onHandshake(Attempt attempt) throws Exception {
            return hook.onHandshake(attempt);
        }
    }

    private synchronized <H> void add(HookKind kind, HookOptions options, H hook) {
        Objects.requireNonNull(hook, "hook");
        Hook.Terms effective = terms.apply(kind, Objects.requireNonNull(options, "options"));
        if (closed) {
            throw new IllegalStateException("hooks are registered while the plug-in starts");
        }
        if (hooks.putIfAbsent(kind, new Hook<>(hook, kind, effective, calls)) != null) {
            throw new IllegalStateException("the plug-in has a " + kind + " hook already");
        }
    }

    /** Takes no more hooks. */
    public synchronized void close() {
        closed = true;
    }

    private synchronized <H> void collect(HookKind kind, Class<H> type, List<Hook<H>> into) {
        Hook<?> one = hooks.get(kind);
        if (one != null) {
            into.add(new Hook<>(type.cast(one.hook()), kind, one.terms(), one.calls()));
        }
    }

    /** The hooks of all plug-ins in their order. */
    public static GatewayHooks all(List<HookRegistry> inOrderOfStart) {
        return new GatewayHooks(
                sorted(inOrderOfStart, HookKind.HANDSHAKE, HandshakeHook.class),
                sorted(inOrderOfStart, HookKind.LOGIN, LoginHook.class),
                sorted(inOrderOfStart, HookKind.LOGOUT, LogoutHook.class),
                sorted(inOrderOfStart, HookKind.MESSAGE, MessageHook.class),
                sorted(inOrderOfStart, HookKind.STORED, StoredHook.class));
    }

    private static <H> List<Hook<H>> sorted(List<HookRegistry> registries, HookKind kind, Class<H> type) {
        List<Hook<H>> all = new ArrayList<>();
        registries.forEach(registry -> registry.collect(kind, type, all));
        all.sort(Comparator.comparingInt(hook -> hook.terms().order()));
        return all;
    }
}
