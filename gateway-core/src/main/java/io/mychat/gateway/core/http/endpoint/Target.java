package io.mychat.gateway.core.http.endpoint;

import io.mychat.gateway.core.protocol.Arguments;
import io.mychat.gateway.core.protocol.BadArgumentException;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.DeviceSelector;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Optional;

/**
 * The user, or the devices of a user, that a request is for.
 *
 * @param platform only devices there; empty: on any platform
 * @param deviceId only devices of that id; empty: all
 */
record Target(String userId, Optional<String> platform, Optional<String> deviceId) {

    static Target of(Arguments body) throws BadArgumentException {
        String userId = body.text("user_id");
        if (!UserInfo.isValidUserId(userId)) {
            throw new BadArgumentException(
                    "bad_user_id", "user_id must be 1 to 128 bytes of UTF-8 without control characters.");
        }
        Optional<String> platform = body.optionalText("platform");
        if (platform.isPresent() && !DeviceKey.isValidPlatform(platform.get())) {
            throw new BadArgumentException("bad_platform", "platform must be 1 to 32 of a-z 0-9 _ -.");
        }
        Optional<String> deviceId = body.optionalText("device_id");
        if (deviceId.isPresent() && !DeviceKey.isValidDeviceId(deviceId.get())) {
            throw new BadArgumentException("bad_device_id", "device_id must be 1 to 128 of A-Z a-z 0-9 . _ -.");
        }
        return new Target(userId, platform, deviceId);
    }

    /** Whether the target is every device of the user. */
    boolean isWholeUser() {
        return platform.isEmpty() && deviceId.isEmpty();
    }

    GatewayEvent.Addressee addressee() {
        return new GatewayEvent.Addressee(userId, platform, deviceId);
    }

    DeviceSelector devices() {
        return new DeviceSelector(platform, deviceId);
    }
}
