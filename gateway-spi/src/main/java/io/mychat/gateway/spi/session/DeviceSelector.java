package io.mychat.gateway.spi.session;

import java.util.Optional;

/**
 * Some of a user's devices, also those that nobody knows of yet: all of them, those of a platform, those of an id, or one.
 *
 * @param platform only there; empty: on any
 * @param deviceId only devices of that id; empty: all
 */
public record DeviceSelector(Optional<String> platform, Optional<String> deviceId) {

    private static final DeviceSelector ALL = new DeviceSelector(Optional.empty(), Optional.empty());

    public DeviceSelector {
        if (!platform.map(DeviceKey::isValidPlatform).orElse(true)) {
            throw new IllegalArgumentException("platform must be 1 to 32 of a-z 0-9 _ -");
        }
        if (!deviceId.map(DeviceKey::isValidDeviceId).orElse(true)) {
            throw new IllegalArgumentException("device_id must be 1 to 128 of A-Z a-z 0-9 . _ -");
        }
    }

    public static DeviceSelector all() {
        return ALL;
    }

    public static DeviceSelector of(DeviceKey device) {
        return new DeviceSelector(Optional.of(device.platform()), Optional.of(device.deviceId()));
    }

    public static DeviceSelector ofPlatform(String platform) {
        return new DeviceSelector(Optional.of(platform), Optional.empty());
    }

    public boolean contains(DeviceKey device) {
        return platform.filter(name -> !name.equals(device.platform())).isEmpty()
                && deviceId.filter(id -> !id.equals(device.deviceId())).isEmpty();
    }
}
