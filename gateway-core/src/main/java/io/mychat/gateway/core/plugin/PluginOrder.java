package io.mychat.gateway.core.plugin;

import io.mychat.gateway.core.config.ConfigFault;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Sorts plug-ins so that each stands behind its dependencies; else the order in which they were found stays. */
final class PluginOrder {

    private final Map<String, InstalledPlugin> byName = new LinkedHashMap<>();
    private final Set<InstalledPlugin> sorted = new LinkedHashSet<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final Consumer<ConfigFault> faults;

    private PluginOrder(Consumer<ConfigFault> faults) {
        this.faults = faults;
    }

    /** Reports two plug-ins of one name, missing dependencies and circles. */
    static List<InstalledPlugin> of(Collection<InstalledPlugin> found, Consumer<ConfigFault> faults) {
        PluginOrder order = new PluginOrder(faults);
        found.forEach(order::name);
        order.byName.values().forEach(order::add);
        return List.copyOf(order.sorted);
    }

    private void name(InstalledPlugin plugin) {
        InstalledPlugin other = byName.putIfAbsent(plugin.name(), plugin);
        if (other != null) {
            faults.accept(plugin.fault("another plug-in has the same name, from " + other.origin() + ": remove one"));
        }
    }

    private void add(InstalledPlugin plugin) {
        if (path.contains(plugin.name())) {
            List<String> circle = new ArrayList<>(path);
            circle.subList(0, circle.indexOf(plugin.name())).clear();
            circle.add(plugin.name());
            faults.accept(plugin.fault("its dependencies form a circle: " + String.join(" -> ", circle)));
            return;
        }
        if (sorted.contains(plugin)) {
            return;
        }
        path.addLast(plugin.name());
        for (String name : new TreeSet<>(plugin.dependencies())) {
            InstalledPlugin needed = byName.get(name);
            if (needed == null) {
                faults.accept(plugin.fault("it needs the plug-in '" + name + "', which is not there; there are "
                        + String.join(", ", new TreeSet<>(byName.keySet()))));
            } else {
                add(needed);
            }
        }
        path.removeLast();
        sorted.add(plugin);
    }
}
