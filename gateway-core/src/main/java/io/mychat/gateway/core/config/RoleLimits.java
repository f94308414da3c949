package io.mychat.gateway.core.config;

import io.mychat.gateway.core.config.reading.NumberKey;
import io.mychat.gateway.spi.config.ConfigSection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The limits on messages that one role has of its own ({@code security.limits_by_role}). One component for each key, which
 * means what the key of the same name means in {@code security}; empty: the role does not change it.
 */
public record RoleLimits(
        OptionalLong messagesPerSecond,
        OptionalLong messageBurst,
        OptionalLong userMessagesPerSecond,
        OptionalLong userMessageBurst,
        OptionalLong userBytesPerSecond,
        OptionalLong userByteBurst) {

    static final String SECTION = "limits_by_role";

    public RoleLimits {
        messagesPerSecond.ifPresent(SecurityConfig.PER_SECOND::check);
        messageBurst.ifPresent(SecurityConfig.BURST::check);
        userMessagesPerSecond.ifPresent(UserLimits.MESSAGES_PER_SECOND::check);
        userMessageBurst.ifPresent(UserLimits.MESSAGE_BURST::check);
        userBytesPerSecond.ifPresent(UserLimits.BYTES_PER_SECOND::check);
        userByteBurst.ifPresent(UserLimits.BYTE_BURST::check);
    }

    /** The roles in the section {@code security}. */
    static Map<String, RoleLimits> readAll(ConfigSection security) {
        ConfigSection section = security.section(SECTION);
        Map<String, RoleLimits> roles = new LinkedHashMap<>();
        for (String role : section.keys()) {
            if (role.isBlank()) {
                section.fault(role, "a role must not be blank");
            }
            roles.put(role, read(section.section(role)));
        }
        return roles;
    }

    private static RoleLimits read(ConfigSection section) {
        return new RoleLimits(
                value(section, SecurityConfig.PER_SECOND),
                value(section, SecurityConfig.BURST),
                value(section, UserLimits.MESSAGES_PER_SECOND),
                value(section, UserLimits.MESSAGE_BURST),
                value(section, UserLimits.BYTES_PER_SECOND),
                value(section, UserLimits.BYTE_BURST));
    }

    private static OptionalLong value(ConfigSection section, NumberKey key) {
        return section.has(key.name()) ? OptionalLong.of(key.longIn(section)) : OptionalLong.empty();
    }
}
