package io.mychat.gateway.core.plugin.jar;

import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.plugin.InstalledPlugin;
import io.mychat.gateway.core.plugin.PluginCall;
import io.mychat.gateway.core.plugin.PluginFailure;
import io.mychat.gateway.spi.GatewayPlugin;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Finds the plug-ins in a directory: each jar there, and each directory of jars, has one or more, and a class loader of
 * its own. Every fault names its jar, and the others are still found. Used by one thread.
 */
public final class PluginJars {

    private static final String SERVICE = "META-INF/services/" + GatewayPlugin.class.getName();
    private static final String JAR = ".jar";
    /** A service file whose entries fail without an end is given up. */
    private static final int MOST_FAILURES = 100;

    private final Path directory;
    private final Consumer<ConfigFault> faults;
    private final ApiClassLoader api = new ApiClassLoader(PluginJars.class.getClassLoader());
    private final List<InstalledPlugin> found = new ArrayList<>();

    private PluginJars(Path directory, Consumer<ConfigFault> faults) {
        this.directory = directory;
        this.faults = faults;
    }

    /**
     * Loads the plug-ins of a directory, in the order of the names of their jars.
     *
     * @return the plug-ins without faults; {@link InstalledPlugin#release} closes their jars
     */
    public static List<InstalledPlugin> load(Path directory, Consumer<ConfigFault> faults) {
        PluginJars jars = new PluginJars(directory, faults);
        for (Path entry : jars.list(directory)) {
            if (Files.isDirectory(entry)) {
                List<Path> inside =
                        jars.list(entry).stream().filter(PluginJars::isJar).toList();
                if (!inside.isEmpty()) {
                    jars.open(entry, inside);
                }
            } else if (isJar(entry)) {
                jars.open(entry, List.of(entry));
            }
        }
        return jars.found;
    }

    private static boolean isJar(Path file) {
        return file.getFileName().toString().endsWith(JAR) && !Files.isDirectory(file);
    }

    private List<Path> list(Path parent) {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            fault(parent, "the directory cannot be read: " + e);
            return List.of();
        }
    }

    private void open(Path entry, List<Path> jars) {
        boolean isReadable = true;
        boolean isPlugin = false;
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                isPlugin |= file.getEntry(SERVICE) != null;
            } catch (IOException | SecurityException e) {
                isReadable = false;
                fault(jar, "is not a readable jar: " + e.getMessage());
            }
        }
        if (isReadable && !isPlugin) {
            fault(
                    entry,
                    "is no plug-in: it has no " + SERVICE + " with the name of a class that implements GatewayPlugin."
                            + " A library belongs into the directory of the plug-in that needs it");
        } else if (isReadable) {
            load(entry, jars);
        }
    }

    private void load(Path entry, List<Path> jars) {
        String origin = name(entry);
        PluginClassLoader loader =
                new PluginClassLoader(origin, jars.stream().map(PluginJars::url).toArray(URL[]::new), api);
        int before = found.size();
        int asked = 0;
        int failures = 0;
        Iterator<GatewayPlugin> plugins =
                ServiceLoader.load(GatewayPlugin.class, loader).iterator();
        while (failures < MOST_FAILURES) {
            try {
                if (!plugins.hasNext()) {
                    break;
                }
                GatewayPlugin next = PluginCall.of("its constructor", plugins::next);
                asked++;
                InstalledPlugin plugin = InstalledPlugin.of(next, origin, faults);
                if (plugin != null) {
                    found.add(plugin.from(loader));
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                fault(entry, reason(e));
            } catch (ExecutionException e) {
                failures++;
                fault(entry, reason(PluginFailure.causeOf(e)));
                if (e.getCause() instanceof TimeoutException) {
                    break; // its thread still holds the iterator
                }
            }
        }
        if (asked + failures == 0) {
            // Among them are classes of the JDK, which a ServiceLoader passes over.
            fault(entry, "is no plug-in: its " + SERVICE + " names no class of the jar that implements GatewayPlugin");
        }
        if (found.size() == before) {
            close(loader);
        }
    }

    private static String reason(Throwable e) {
        if (!(e instanceof ServiceConfigurationError)) {
            return PluginFailure.text(e);
        }
        Throwable cause = e.getCause();
        return cause == null ? "its " + SERVICE + " is wrong: " + e.getMessage() : PluginFailure.text(cause);
    }

    private void close(PluginClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            fault(directory, "a jar cannot be closed: " + e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("no URL for " + jar, e);
        }
    }

    private void fault(Path at, String message) {
        faults.accept(new ConfigFault(name(at), "", message));
    }

    /** The path of a jar from the directory's parent on, such as {@code plugins/filter.jar}. */
    private String name(Path at) {
        Path parent = directory.toAbsolutePath().normalize().getParent();
        Path whole = at.toAbsolutePath().normalize();
        return parent == null ? whole.toString() : parent.relativize(whole).toString();
    }
}
