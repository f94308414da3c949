package io.mychat.gateway.core.plugin;

import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.PluginContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Writes down what happens to it. */
final class RecordingPlugin implements GatewayPlugin {

    private final String name;
    private final List<String> life;
    private final Set<String> dependencies;
    private Consumer<PluginContext> start = context -> {};
    private Consumer<HandlerRegistry> install = handlers -> {};

    /** Its settings. */
    record Settings(String greeting, int times, Duration pause, List<String> words) {

        Settings {
            if (words.contains(greeting)) {
                throw new IllegalArgumentException("words must not contain the greeting");
            }
        }
    }

    RecordingPlugin(String name, List<String> life, String... dependencies) {
        this.name = name;
        this.life = life;
        this.dependencies = Set.of(dependencies);
    }

    RecordingPlugin starting(Consumer<PluginContext> action) {
        start = action;
        return this;
    }

    RecordingPlugin installing(Consumer<HandlerRegistry> action) {
        install = action;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> dependencies() {
        return dependencies;
    }

    @Override
    public Class<? extends Record> settingsType() {
        return Settings.class;
    }

    @Override
    public String schema() {
        return """
                {"type": "object", "x-reload": "live", "properties": {
                  "greeting": {"type": "string", "default": "hello", "description": "What it says."},
                  "times": {"type": "integer", "minimum": 1, "maximum": 5, "default": 2, "description": "How often."},
                  "pause_ms": {"type": "integer", "minimum": 0, "maximum": 9999, "default": 50, "description": "Between."},
                  "words": {"type": "array", "items": {"type": "string"}, "description": "What it never says."}}}
                """;
    }

    @Override
    public void install(HandlerRegistry handlers) {
        install.accept(handlers);
    }

    @Override
    public void start(PluginContext context) {
        life.add("start " + name);
        start.accept(context);
    }

    @Override
    public void onReload(PluginContext context) {
        life.add("reload " + name + " " + context.settings(Settings.class).greeting());
    }

    @Override
    public void stop() {
        life.add("stop " + name);
    }
}
