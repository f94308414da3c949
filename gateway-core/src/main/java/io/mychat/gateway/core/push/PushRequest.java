package io.mychat.gateway.core.push;

import java.util.Optional;

/**
 * A message for a user's sessions.
 *
 * @param platform only sessions there; empty: on any platform
 * @param deviceId only sessions on devices of that id; empty: on any device
 * @param message the {@code data} that the clients get
 */
public record PushRequest(String userId, Optional<String> platform, Optional<String> deviceId, String message) {}
