package io.mychat.gateway.spi;

import io.mychat.gateway.spi.auth.Tokens;
import io.mychat.gateway.spi.ban.Bans;
import io.mychat.gateway.spi.chat.Chats;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.hook.Hooks;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.time.TimeSource;

/**
 * A gateway as one of its plug-ins sees it. Thread-safe. Everything that is registered here ends with the plug-in's
 * stop; from then on each method throws an {@link IllegalStateException}.
 *
 * <p>What the plug-in registers runs on its own threads: at most {@code plugins.threads} at once, and {@code
 * plugins.queue_size} more wait. What is beyond is refused and counted ({@code plugin_rejected_total}). The stages of
 * {@link #sessions()}, {@link #tokens()}, {@link #chats()} and {@link #bans()} complete there, too; those that are open
 * when the plug-in has stopped fail with a {@link java.util.concurrent.RejectedExecutionException}, on another thread.
 *
 * @since 0.1.0
 */
public interface PluginContext {

    /** {@link GatewayPlugin#name()}. */
    String name();

    /** This gateway's name in its cluster. */
    String nodeId();

    /**
     * The plug-in's settings in effect; a reload replaces them.
     *
     * @param type {@link GatewayPlugin#settingsType()}
     * @throws IllegalArgumentException when it is another type
     */
    <S extends Record> S settings(Class<S> type);

    /**
     * Registers commands that are known only now. Commands that are always the same belong into {@link
     * GatewayPlugin#install}.
     */
    HandlerRegistry handlers();

    /**
     * Adds a listener. It gets the events one by one, in their order. While {@code plugins.event_queue_size} events wait
     * for it, it misses the new ones ({@code plugin_events_missed_total}).
     */
    void listen(GatewayListener listener);

    /** Takes hooks while the plug-in starts. */
    Hooks hooks();

    /** The sessions of all users: push, list, kick. */
    Sessions sessions();

    /** The tokens of users: issue, verify, revoke. */
    Tokens tokens();

    /** The stored messages of all users: send in the name of a user or of the gateway itself. */
    Chats chats();

    /** The bans of users, devices and addresses. */
    Bans bans();

    /** Runs the plug-in's background work. */
    PluginTasks tasks();

    /**
     * Adds metrics, with the label {@code plugin}. They are read every {@code plugins.sample_seconds}; the names of the
     * gateway's own metrics are not to be used.
     */
    void metrics(MetricSource source);

    /**
     * Contributes to the plug-in's health, which is the component {@code plugin_<name>} of the gateway's: the worst one
     * of all indicators. They are read every {@code plugins.sample_seconds}. One that does not answer is DEGRADED.
     */
    void health(HealthIndicator indicator);

    /** The log of the plug-in, under the name {@code plugin.<name>} in the log of the gateway. */
    System.Logger logger();

    /** The gateway's clock. Timers of a plug-in belong into {@link #tasks()}. */
    TimeSource time();
}
