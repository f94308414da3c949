package io.mychat.gateway.transport.jakarta;

import io.mychat.gateway.spi.ModuleProvider;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The paths of the pages that modules have for operators. Looked for where the gateway looks for its modules: with the
 * context class loader, and with that of the gateway.
 */
final class PagePaths {

    /** A loader that fails again and again without an end is given up. */
    private static final int MOST_FAILURES = 100;

    /** As the gateway takes them; it refuses a module with another one. */
    private static final Pattern PATH = Pattern.compile("/[a-z0-9-]+");

    private PagePaths() {}

    static Set<String> find() {
        Set<String> paths = new TreeSet<>();
        ClassLoader own = PagePaths.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        collect(ServiceLoader.load(ModuleProvider.class, own), paths);
        if (context != own) {
            collect(ServiceLoader.load(ModuleProvider.class, context), paths);
        }
        return paths;
    }

    /** A provider that cannot be used is left alone: the gateway tells of it. */
    private static void collect(ServiceLoader<ModuleProvider> loader, Set<String> paths) {
        Iterator<ModuleProvider> providers = loader.iterator();
        for (int failures = 0; failures < MOST_FAILURES; ) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                for (String path : providers.next().pages()) {
                    if (PATH.matcher(path).matches() && !path.equals("/api")) {
                        paths.add(path);
                    }
                }
            } catch (ServiceConfigurationError e) {
                failures++;
            }
        }
    }
}
