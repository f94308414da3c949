package io.mychat.gateway.example.plugin;

import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.HandlerRegistry;
import io.mychat.gateway.spi.PluginContext;
import io.mychat.gateway.spi.event.Metric;
import io.mychat.gateway.spi.hook.HookOptions;
import io.mychat.gateway.spi.hook.MessageHook;
import io.mychat.gateway.spi.message.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Refuses messages with certain words, and answers 7001: how many it has refused. */
public final class WordFilterPlugin implements GatewayPlugin {

    /** {@code plugins.settings.word-filter}. */
    public record Settings(List<String> words) {}

    private final AtomicLong refused = new AtomicLong();

    @Override
    public Class<? extends Record> settingsType() {
        return Settings.class;
    }

    @Override
    public void install(HandlerRegistry handlers) {
        handlers.register(7001, (message, context) -> Reply.ok("{\"refused\":" + refused + "}"));
    }

    @Override
    public void start(PluginContext context) {
        context.hooks().message(HookOptions.closed(), message -> {
            List<String> words = context.settings(Settings.class).words();
            if (words.stream().anyMatch(message.content()::contains)) {
                refused.incrementAndGet();
                return new MessageHook.Refuse("bad_words", "Please say it in other words.");
            }
            return new MessageHook.Pass();
        });
        context.metrics(() -> List.of(Metric.counter("refused_words_total", "Refused messages.", refused.get())));
    }
}
