package io.mychat.gateway.core.router;

import io.mychat.gateway.spi.message.HandlerDefinition;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registered handlers, by name and by command. Guarded by the lock of the {@link RouterManager}. */
final class HandlerTable {

    private final Map<String, HandlerDefinition> byName = new LinkedHashMap<>();
    private final Map<Long, HandlerDefinition> byCommand = new HashMap<>();
    private final CommandClaims claims = new CommandClaims();

    HandlerTable(List<HandlerDefinition> builtIn) {
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

    /** Puts another handler in place of one with the same name, for those commands that it still has. */
    void replace(HandlerDefinition definition) {
        HandlerDefinition before = byName.put(definition.name(), definition);
        byCommand.replaceAll((cmdId, handler) -> handler == before ? definition : handler);
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

    /** The handlers by their registered commands. */
    Map<Long, HandlerDefinition> byCommand() {
        return Collections.unmodifiableMap(byCommand);
    }
}
