package io.mychat.gateway.spi.ban;

import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.session.UserInfo;
import java.util.Objects;

/**
 * Whom a ban excludes.
 *
 * @since 0.1.0
 */
public sealed interface BanTarget {

    /** The longest text of an address block, in characters. */
    int MAX_BLOCK_LENGTH = 64;

    /** A user on every device. */
    record User(String userId) implements BanTarget {

        public User {
            requireUserId(userId);
        }
    }

    /** One device of a user. */
    record Device(String userId, DeviceKey device) implements BanTarget {

        public Device {
            requireUserId(userId);
            Objects.requireNonNull(device, "device");
        }
    }

    /**
     * All clients of an address block.
     *
     * @param block an IP address or a CIDR block; the gateway checks it
     */
    record Address(String block) implements BanTarget {

        public Address {
            if (block.isEmpty() || block.length() > MAX_BLOCK_LENGTH) {
                throw new IllegalArgumentException("address must be an IP address or a CIDR block");
            }
        }
    }

    private static void requireUserId(String userId) {
        if (!UserInfo.isValidUserId(userId)) {
            throw new IllegalArgumentException("user_id must be 1 to 128 bytes of UTF-8 without control characters");
        }
    }
}
