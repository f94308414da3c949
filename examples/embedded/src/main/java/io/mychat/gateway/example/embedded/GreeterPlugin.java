package io.mychat.gateway.example.embedded;

// snippet: plugin
import io.mychat.gateway.spi.GatewayPlugin;
import io.mychat.gateway.spi.PluginContext;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Adds the command 7001, which greets. */
public final class GreeterPlugin implements GatewayPlugin {

    /** The settings: plugins.settings.greeter. */
    public record Settings(String greeting) {}

    /** The data of 7001: {"name":"world"}. */
    public record Name(String name) {}

    @Override
    public Class<? extends Record> settingsType() {
        return Settings.class;
    }

    @Override
    public void start(PluginContext context) {
        context.handlers().register(7001, Name.class, (name, message, from) -> {
            String greeting = context.settings(Settings.class).greeting();
            return Map.of("text", greeting + " " + name.name() + ", says " + message.userId());
        });
        context.logger().log(Level.INFO, "Command 7001 greets");
    }
}
// end
