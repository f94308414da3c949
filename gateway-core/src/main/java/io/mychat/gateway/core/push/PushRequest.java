package io.mychat.gateway.core.push;

import java.util.Optional;

/**
 * A message for a user's sessions.
 *
 * @param platform only there; empty: anywhere
 * @param deviceId only on devices of that id; empty: on any
 * @param message what the clients get as {@code data}
 */
public record PushRequest(String userId, Optional<String> platform, Optional<String> deviceId, String message) {}
