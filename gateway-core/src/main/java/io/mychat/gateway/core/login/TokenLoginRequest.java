package io.mychat.gateway.core.login;

import io.mychat.gateway.core.inbox.ResumeRequest;
import java.util.Optional;

/**
 * A login with an access token.
 *
 * @param platform the client's value; empty: none
 * @param deviceId the client's value
 */
public record TokenLoginRequest(
        String token, String platform, Optional<String> deviceId, Optional<ResumeRequest> resume) {

    /** Without the token, so that it cannot end in a log. */
    @Override
    public String toString() {
        return "TokenLoginRequest[" + platform + ", " + deviceId + "]";
    }
}
