package io.mychat.gateway.core.plugin;

import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.PluginContext;
import io.mychat.gateway.spi.PluginTasks;
import io.mychat.gateway.spi.auth.Tokens;
import io.mychat.gateway.spi.ban.Bans;
import io.mychat.gateway.spi.chat.Chats;
import io.mychat.gateway.spi.event.GatewayListener;
import io.mychat.gateway.spi.event.HealthIndicator;
import io.mychat.gateway.spi.event.MetricSource;
import io.mychat.gateway.spi.hook.Hooks;
import io.mychat.gateway.spi.session.Sessions;
import io.mychat.gateway.spi.time.TimeSource;
import java.util.Objects;

/** What a plug-in sees of its gateway; empty when it has stopped. */
final class OwnPluginContext implements PluginContext {

    private final PluginRun run;
    private final System.Logger logger;

    OwnPluginContext(PluginRun run) {
        this.run = run;
        this.logger = new PluginLogger(run.name());
    }

    @Override
    public String name() {
        return run.name();
    }

    @Override
    public String nodeId() {
        return run.host().nodeId();
    }

    @Override
    public <S extends Record> S settings(Class<S> type) {
        Record settings = run.configured().settings();
        if (!Objects.requireNonNull(type, "type").isInstance(settings)) {
            throw new IllegalArgumentException("the settings of " + run.name() + " are a "
                    + settings.getClass().getName() + ", not a " + type.getName()
                    + ": GatewayPlugin.settingsType() says which");
        }
        return type.cast(settings);
    }

    @Override
    public HandlerRegistry handlers() {
        PluginHost unused = run.host();
        return run.registry();
    }

    @Override
    public void listen(GatewayListener listener) {
        run.listen(listener);
    }

    @Override
    public Hooks hooks() {
        return run.hooks;
    }

    @Override
    public Sessions sessions() {
        return OwnThreads.of(Sessions.class, run.host().calls().sessions(), run.threads);
    }

    @Override
    public Tokens tokens() {
        return OwnThreads.of(Tokens.class, run.host().calls().tokens(), run.threads);
    }

    @Override
    public Chats chats() {
        return OwnThreads.of(Chats.class, run.host().calls().chats(), run.threads);
    }

    @Override
    public Bans bans() {
        return OwnThreads.of(Bans.class, run.host().calls().bans(), run.threads);
    }

    @Override
    public PluginTasks tasks() {
        PluginHost unused = run.host();
        return run.timers;
    }

    @Override
    public void metrics(MetricSource source) {
        PluginHost unused = run.host();
        run.sampler.add(Objects.requireNonNull(source, "source"));
    }

    @Override
    public void health(HealthIndicator indicator) {
        PluginHost unused = run.host();
        run.sampler.add(Objects.requireNonNull(indicator, "indicator"));
    }

    @Override
    public System.Logger logger() {
        return logger;
    }

    @Override
    public TimeSource time() {
        return run.time();
    }
}
