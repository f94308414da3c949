package io.mychat.gateway.core.ban;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.security.ClientAddressConfig;
import io.mychat.gateway.spi.ban.BanRefusedException;
import java.util.List;

/** Refuses bans of address blocks that would exclude others: proxies, this machine, or very many clients. */
final class BanScope {

    /** Blocks with a shorter prefix contain more than one provider's clients. */
    private static final int LEAST_V4_PREFIX = 8;

    private static final int LEAST_V6_PREFIX = 32;

    private BanScope() {}

    /** @throws BanRefusedException when the block would exclude others */
    static void check(AddressRange block, ClientAddressConfig addresses) {
        int least = block.network().length > 4 ? LEAST_V6_PREFIX : LEAST_V4_PREFIX;
        if (block.prefixLength() < least) {
            throw refused(block + " is wider than /" + least);
        }
        refuse(block, AddressRange.LOOPBACK, "the loopback address", "programs on this machine");
        refuse(block, addresses.trustedProxies(), "the trusted proxy", "everybody behind it");
        refuse(block, addresses.uncounted(), "the uncounted address", "everybody behind it");
    }

    private static void refuse(AddressRange block, List<AddressRange> others, String what, String whom) {
        others.stream().filter(block::overlaps).findFirst().ifPresent(other -> {
            throw refused(block + " contains " + what + " " + other + ", so " + whom + " would be excluded");
        });
    }

    private static BanRefusedException refused(String why) {
        return new BanRefusedException("ban_too_wide", why + ". Ban a smaller block, or set force.");
    }
}
