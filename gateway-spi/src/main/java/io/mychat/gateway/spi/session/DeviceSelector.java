package io.mychat.gateway.spi.session;

import java.util.Objects;
import java.util.Optional;

/**
 * Selects devices of a user: all, those of a platform, those with an id, or a single one. Devices that log in later are
 * selected, too.
 *
 * @param platform selects this platform only; empty: all platforms
 * @param deviceId selects devices with this id only; empty: all ids
 * @since 0.1.0
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
        Objects.requireNonNull(device, "device");
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
