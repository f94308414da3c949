package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.HandlerDefinition;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The registered handlers, by name and by command. Guarded by the lock of the {@link RouterManager}. */
final class HandlerTable {

    private static final Set<Long> REPLACEABLE = Set.of(2001L, 2002L);
    private static final Set<Long> RESERVED = Set.of(2003L, 2004L);
    /** Who somebody is, and what each time stores another message. */
    private static final Set<Long> ONCE = Set.of(1001L, 1002L, 2001L);

    private final Map<String, HandlerDefinition> byName = new LinkedHashMap<>();
    private final Map<Long, HandlerDefinition> byCommand = new HashMap<>();
    private final Set<String> builtIn;

    HandlerTable(List<HandlerDefinition> builtIn) {
        this.builtIn = Set.copyOf(builtIn.stream().map(HandlerDefinition::name).toList());
        builtIn.forEach(this::add);
    }

    /**
     * @throws IllegalArgumentException when the name or one of the commands is taken or reserved
     */
    void register(HandlerDefinition definition) {
        if (byName.containsKey(definition.name())) {
            throw new IllegalArgumentException("There is a handler named " + definition.name() + " already");
        }
        for (long cmdId : definition.commands()) {
            HandlerDefinition present = byCommand.get(cmdId);
            boolean replaces = present != null && builtIn.contains(present.name()) && REPLACEABLE.contains(cmdId);
            if (isReserved(cmdId)) {
                throw new IllegalArgumentException("Command " + cmdId
                        + " is reserved: take one outside 1001-1099, 2003, 2004, 3001-3099 and 4001-4099");
            }
            if (present != null && !replaces) {
                throw new IllegalArgumentException("Command " + cmdId + " has the handler " + present.name());
            }
        }
        add(definition);
    }

    private void add(HandlerDefinition definition) {
        byName.put(definition.name(), definition);
        definition.commands().forEach(cmdId -> byCommand.put(cmdId, definition));
    }

    private static boolean isReserved(long cmdId) {
        return (cmdId >= 1001 && cmdId <= 1099)
                || (cmdId >= 3001 && cmdId <= 3099)
                || (cmdId >= 4001 && cmdId <= 4099)
                || RESERVED.contains(cmdId);
    }

    @Nullable
    HandlerDefinition named(String name) {
        return byName.get(name);
    }

    Collection<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** The handlers where they stand without any route. */
    Map<Long, HandlerDefinition> byCommand() {
        return Collections.unmodifiableMap(byCommand);
    }

    /** Whether it is never repeated, whatever a route says. */
    boolean isOnce(HandlerDefinition definition) {
        return builtIn.contains(definition.name())
                && definition.commands().stream().anyMatch(ONCE::contains);
    }
}
