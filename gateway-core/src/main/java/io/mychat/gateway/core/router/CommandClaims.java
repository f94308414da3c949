package io.mychat.gateway.core.router;

import io.mychat.gateway.core.protocol.Command;
import io.mychat.gateway.spi.message.HandlerDefinition;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The names and commands of all handlers. It finds a conflict when a handler is declared, before the gateway starts
 * (protocol.md 1.3). Not safe for use by several threads.
 */
public final class CommandClaims {

    /** Descriptions by name. */
    private final Map<String, String> names = new TreeMap<>();

    private final Map<Long, Owner> owners = new HashMap<>();

    private record Owner(String name, String description, boolean builtIn) {}

    /** Contains the names and commands of the gateway's own handlers from the start. */
    public CommandClaims() {
        for (Command command : Command.fromClients()) {
            String name = command.handler();
            String description = "the gateway's own " + name;
            names.put(name, description);
            owners.put(command.number(), new Owner(name, description, true));
        }
    }

    /** The names of all handlers, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(names.keySet());
    }

    /** The name of the handler that has a command. */
    Optional<String> handlerOf(long cmdId) {
        return Optional.ofNullable(owners.get(cmdId)).map(Owner::name);
    }

    /**
     * Claims a handler's name and commands.
     *
     * @return the conflict, naming both handlers; then nothing is claimed. Empty: the claim succeeded
     */
    public Optional<String> claim(HandlerDefinition definition) {
        String description = describe(Objects.requireNonNull(definition, "definition"));
        Optional<String> clash = clash(definition, description);
        if (clash.isEmpty()) {
            names.put(definition.name(), description);
            definition.commands().forEach(cmdId -> owners.put(cmdId, new Owner(definition.name(), description, false)));
        }
        return clash;
    }

    private Optional<String> clash(HandlerDefinition definition, String description) {
        for (long cmdId : definition.commands().stream().sorted().toList()) {
            Owner owner = owners.get(cmdId);
            if (Command.isTaken(cmdId)) {
                return Optional.of(description + " cannot have the command " + cmdId + ", which "
                        + (owner == null ? "is reserved for the gateway" : "belongs to " + owner.description())
                        + ": take one outside " + Command.RESERVED_IDS + " (" + Command.REPLACEABLE_IDS
                        + " may be replaced)");
            }
            if (owner != null && !owner.builtIn()) {
                return Optional.of(
                        description + " cannot have the command " + cmdId + ", which " + owner.description() + " has");
            }
        }
        return Optional.ofNullable(names.get(definition.name()))
                .map(other -> description + " needs another name: " + other + " already has it");
    }

    private static String describe(HandlerDefinition definition) {
        return "the handler " + definition.name() + " (" + className(definition) + ")";
    }

    /** The class of a handler; for a lambda, the class that contains it. */
    private static String className(HandlerDefinition definition) {
        String name = definition.handlerClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }
}
