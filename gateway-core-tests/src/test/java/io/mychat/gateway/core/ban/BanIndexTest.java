package io.mychat.gateway.core.ban;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.ban.BanTerms;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.testkit.RandomSeed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BanIndexTest {

    private static final Instant NOW = Instant.parse("2025-01-08T10:30:00Z");
    private static final DeviceKey PHONE = new DeviceKey("ios", "p");

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "10.0.0.0/8, 10.255.1.2, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/64, 2001:db8::ffff:1, true",
        "2001:db8::/64, 2001:db8:0:1::1, false",
        "2001:db8::1, 2001:db8::1, true",
        "2001:db8::1, 2001:db8::2, false",
        "::/0, 2001:db8::2, true",
        "::ffff:192.0.2.1, 192.0.2.1, true",
    })
    void anAddressIsFoundInItsBlock(String block, String address, boolean found) {
        BanIndex index = new BanIndex(List.of(ban("b-1", new BanTarget.Address(block), Optional.empty())));

        assertThat(index.ofAddress(address(address), NOW).isPresent()).isEqualTo(found);
    }

    @Test
    void theIndexFindsWhatAWalkThroughTheListFinds() {
        Random random = RandomSeed.get().random(0);
        List<Ban> bans = new ArrayList<>();
        List<AddressRange> ranges = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int bits = 8 + random.nextInt(25);
            int network = bits == 0 ? 0 : random.nextInt() & (-1 << (32 - bits));
            String block = text(network) + "/" + bits;
            ranges.add(AddressRange.parse(block));
            bans.add(ban("b-" + i, new BanTarget.Address(block), Optional.empty()));
        }
        BanIndex index = new BanIndex(bans);
        for (int i = 0; i < 3_000; i++) {
            InetAddress address = address(text(random.nextInt()));
            assertThat(index.ofAddress(address, NOW).isPresent())
                    .as("%s", address)
                    .isEqualTo(AddressRange.anyContains(ranges, address));
        }
    }

    @Test
    void aBanOfADeviceConcernsThisDeviceOnly() {
        BanIndex index = new BanIndex(List.of(ban("b-1", new BanTarget.Device("alice", PHONE), Optional.empty())));

        assertThat(index.ofUser("alice", PHONE, NOW)).isPresent();
        assertThat(index.ofUser("alice", new DeviceKey("web", "p"), NOW)).isEmpty();
        assertThat(index.ofUser("alice", null, NOW)).isEmpty();
        assertThat(index.ofUser("bob", PHONE, NOW)).isEmpty();
    }

    @Test
    void ofSeveralBansTheLongestIsFound() {
        BanIndex index = new BanIndex(List.of(
                ban("b-1", new BanTarget.User("alice"), Optional.of(NOW.plusSeconds(60))),
                ban("b-2", new BanTarget.User("alice"), Optional.of(NOW.plusSeconds(90))),
                ban("b-3", new BanTarget.Device("alice", PHONE), Optional.empty())));

        assertThat(index.ofUser("alice", PHONE, NOW).map(Ban::id)).contains("b-3");
        assertThat(index.ofUser("alice", null, NOW).map(Ban::id)).contains("b-2");
        assertThat(index.ofUser("alice", null, NOW.plusSeconds(90))).isEmpty();
    }

    @Test
    void anUnknownLoginNameIsTheUserId() {
        BanTerms terms = terms(Optional.empty());
        BanIndex index = new BanIndex(List.of(
                new Ban("b-1", new BanTarget.User("u-7"), "alice", terms),
                new Ban("b-2", new BanTarget.User("bob"), "", terms)));

        assertThat(index.ofUsername("alice", PHONE, NOW)).isPresent();
        assertThat(index.ofUsername("u-7", PHONE, NOW)).isEmpty();
        assertThat(index.ofUsername("bob", PHONE, NOW)).isPresent();
    }

    @Test
    void aStoredBlockThatIsNoneHidesNoOther() {
        BanIndex index = new BanIndex(List.of(
                ban("b-1", new BanTarget.Address("nonsense"), Optional.empty()),
                ban("b-2", new BanTarget.Address("192.0.2.1"), Optional.empty())));

        assertThat(index.ofAddress(address("192.0.2.1"), NOW)).isPresent();
    }

    private static Ban ban(String id, BanTarget target, Optional<Instant> until) {
        return new Ban(id, target, "", terms(until));
    }

    private static BanTerms terms(Optional<Instant> until) {
        return new BanTerms("spam", "root", NOW, until, false);
    }

    private static String text(int v4) {
        return (v4 >>> 24) + "." + (v4 >>> 16 & 255) + "." + (v4 >>> 8 & 255) + "." + (v4 & 255);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
