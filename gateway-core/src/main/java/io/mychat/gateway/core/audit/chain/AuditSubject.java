package io.mychat.gateway.core.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.spi.chat.ChatId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A person in the lines of the audit, and the pseudonym in place of the person. Immutable. */
final class AuditSubject {

    /** What tells who somebody is, in a line about the person. */
    private static final Set<String> TRACES = Set.of("ip", "first_ip", "device_id", "dropped_device_id", "session_id");

    /** The fields that name whom a line is about. */
    private static final Set<String> ABOUT = Set.of("user_id", "username", "by");

    /** The fields that may name a person; elsewhere a text that looks like a name is none. */
    private static final Set<String> NAMES = Set.of("user_id", "username", "to_user", "by", "subject");

    private static final String REMOVED = "erased";

    private final Set<String> names;
    private final String pseudonym;

    /** @param names the user's id, and login names where they differ */
    AuditSubject(Set<String> names, String pseudonym) {
        this.names = Set.copyOf(names);
        this.pseudonym = pseudonym;
    }

    /** Replaces the person in a line; whether it was there. */
    boolean replaceIn(ObjectNode line) {
        boolean isAbout = false;
        boolean isChanged = false;
        for (Map.Entry<String, JsonNode> field : List.copyOf(line.properties())) {
            if (!field.getValue().isTextual() || !NAMES.contains(field.getKey())) {
                continue;
            }
            String text = field.getValue().textValue();
            if (names.contains(text) || (field.getKey().equals("by") && isBy(text))) {
                line.put(field.getKey(), pseudonym);
                isAbout |= ABOUT.contains(field.getKey());
                isChanged = true;
            } else if (ChatId.parse(text).filter(this::isIn).isPresent()) {
                line.put(field.getKey(), REMOVED);
                isChanged = true;
            }
        }
        if (isAbout) {
            TRACES.stream().filter(line::has).forEach(trace -> line.put(trace, REMOVED));
        }
        return isChanged;
    }

    private boolean isIn(ChatId chat) {
        return names.stream().anyMatch(chat::hasMember);
    }

    /** A caller of the HTTP API: the name, and the address behind it. */
    private boolean isBy(String text) {
        return names.stream().anyMatch(name -> text.startsWith("user " + name + " from "));
    }
}
