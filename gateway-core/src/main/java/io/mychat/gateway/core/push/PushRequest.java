package io.mychat.gateway.core.push;

import java.util.Optional;

/**
 * A message for a user's sessions.
 *
 * @param platform the platform of the sessions; empty: any platform
 * @param deviceId the device of the sessions; empty: any device
 * @param message the {@code data} of the push
 */
public record PushRequest(String userId, Optional<String> platform, Optional<String> deviceId, String message) {}
