package io.mychat.gateway.core.router;

import io.mychat.gateway.core.config.RouteConfig;
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

    /** A login checks a password, and 2001 makes an id: as a whole they are not repeated, their {@link StoreSteps} are. */
    private static final Set<Long> ONCE = Set.of(1001L, 1002L, 2001L);

    private final Map<String, HandlerDefinition> byName = new LinkedHashMap<>();
    private final Map<Long, HandlerDefinition> byCommand = new HashMap<>();
    private final Set<String> builtIn;
    private final CommandClaims claims;

    HandlerTable(List<HandlerDefinition> builtIn) {
        Map<String, Long> own = new LinkedHashMap<>();
        builtIn.forEach(definition -> definition.commands().forEach(cmdId -> own.put(definition.name(), cmdId)));
        this.builtIn = Set.copyOf(own.keySet());
        this.claims = new CommandClaims(own);
        builtIn.forEach(this::add);
    }

    /**
     * @throws IllegalArgumentException when the name or one of the commands is taken or reserved
     */
    void register(HandlerDefinition definition) {
        claims.claim(definition).ifPresent(clash -> {
            throw new IllegalArgumentException(clash);
        });
        add(definition);
    }

    private void add(HandlerDefinition definition) {
        byName.put(definition.name(), definition);
        definition.commands().forEach(cmdId -> byCommand.put(cmdId, definition));
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

    /** Whether it is never repeated as a whole, whatever a route says; see {@link RouteConfig#REPEATED_BY_STEPS}. */
    boolean isOnce(HandlerDefinition definition) {
        return builtIn.contains(definition.name())
                && definition.commands().stream().anyMatch(ONCE::contains);
    }
}
