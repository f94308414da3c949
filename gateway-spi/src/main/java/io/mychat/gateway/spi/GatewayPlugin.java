package io.mychat.gateway.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Extends a gateway: commands, hooks, listeners, background work. {@link java.util.ServiceLoader} finds it on the class
 * path or in a jar of {@code plugins.directory}, or the host gives it to the builder. Implementations have a public
 * constructor without parameters, which opens nothing.
 *
 * <p>Life cycle, each step once: {@link #install} declares the commands, {@link #start} is called when the stores are
 * open and the ports are not, {@link #stop} when the clients have left and the stores are still open. A plug-in starts
 * after its {@linkplain #dependencies dependencies} and stops before them. All its code runs on threads of its own, the
 * constructor of a plug-in on the class path excepted, so that a plug-in that blocks or fails harms only its own commands.
 *
 * @since 0.1.0
 */
public interface GatewayPlugin {

    /** The settings of a plug-in without settings. */
    record NoSettings() {}

    /**
     * The name in the configuration, in metrics, in logs and in the dependencies of others: 1 to 64 of {@code a-z 0-9 -
     * _}, unique in a gateway. The default is the name of the class without {@code Plugin}, in kebab case: {@code
     * WordFilterPlugin} is {@code word-filter}.
     */
    default String name() {
        String type = getClass().getName();
        int lambda = type.indexOf("$$Lambda");
        String whole = lambda < 0 ? type : type.substring(0, lambda);
        String simple = whole.substring(Math.max(whole.lastIndexOf('.'), whole.lastIndexOf('$')) + 1);
        String base =
                simple.endsWith("Plugin") && simple.length() > 6 ? simple.substring(0, simple.length() - 6) : simple;
        String kebab = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])").matcher(base).replaceAll("-");
        return kebab.toLowerCase(Locale.ROOT);
    }

    /** The names of the plug-ins that this one needs. */
    default Set<String> dependencies() {
        return Set.of();
    }

    /**
     * The type of the plug-in's settings. The gateway reads {@code plugins.settings.<name>} into it: each component has
     * the key of its name in snake case; the key of a {@link java.time.Duration} also has a unit ({@code pause}: {@code
     * pause_ms}). Components are {@code int}, {@code long}, {@code boolean}, {@code String}, {@code Duration}, an enum,
     * {@code List<String>}, {@code Set<String>}, {@code Optional} of one of the first six or of a {@link
     * java.nio.file.Path}. An {@link IllegalArgumentException} of the constructor is a fault of the section, and its
     * message is shown.
     */
    default Class<? extends Record> settingsType() {
        return NoSettings.class;
    }

    /**
     * The JSON Schema (draft 2020-12) of the plug-in's section: an object with {@code properties}. It has the bounds,
     * defaults and meanings of the keys, see {@link ModuleProvider#schema()}. A number needs {@code minimum} and {@code
     * maximum}.
     *
     * <p>The default is the file {@code plugin.schema.json} beside the plug-in's class, or an empty object when there is
     * none. A plug-in in a named module opens its package to {@code io.mychat.gateway.spi}, or overrides this method.
     */
    default String schema() {
        try (InputStream file = getClass().getResourceAsStream("plugin.schema.json")) {
            return file == null ? "{\"type\":\"object\"}" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Declares the plug-in's commands. Opens nothing: a check of the configuration calls it without {@link #start}. A
     * route of {@code router_config.json} can only name a handler that is registered here. An exception, or more time than
     * {@code plugins.lifecycle_timeout_ms}, ends the start of the gateway.
     */
    default void install(HandlerRegistry handlers) {}

    /**
     * Begins to work. An exception, or a start that takes longer than {@code plugins.lifecycle_timeout_ms}, ends the
     * start of the gateway.
     *
     * @param context the gateway as the plug-in sees it, until its stop
     */
    void start(PluginContext context) throws Exception;

    /**
     * A new configuration is in effect, and {@link PluginContext#settings} has changed. An exception is logged.
     *
     * @param context the one of {@link #start}
     */
    default void onReload(PluginContext context) throws Exception {}

    /**
     * Ends the plug-in's work. The gateway then removes what the plug-in has registered in its context, and ends its
     * threads. Called only after {@link #start}, also after one that has failed. An exception is logged.
     */
    default void stop() throws Exception {}
}
