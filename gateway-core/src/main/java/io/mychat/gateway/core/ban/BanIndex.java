package io.mychat.gateway.core.ban;

import io.mychat.gateway.core.ban.BlockKey.Shape;
import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanTarget;
import io.mychat.gateway.spi.session.DeviceKey;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list of bans with indexes by user, login name and address block. An address is looked up once for each size of block
 * in the list. Of several bans, the one that lasts longest is found. Immutable.
 */
final class BanIndex {

    static final BanIndex EMPTY = new BanIndex(List.of());

    private static final Comparator<Ban> SHORTEST_FIRST =
            Comparator.comparing(ban -> ban.terms().until().orElse(Instant.MAX));

    private final Map<String, Ban> byId = new TreeMap<>();
    private final Map<String, List<Ban>> byUser = new HashMap<>();
    private final Map<String, List<Ban>> byUsername = new HashMap<>();
    private final Map<BlockKey, List<Ban>> byBlock = new HashMap<>();
    private final Set<Shape> shapes = new HashSet<>();
    private final List<String> withoutAddress = new ArrayList<>(0);

    BanIndex(Collection<Ban> bans) {
        bans.forEach(ban -> byId.put(ban.id(), ban));
        byId.values().forEach(this::index);
    }

    private void index(Ban ban) {
        if (ban.target() instanceof BanTarget.Address address) {
            try {
                BlockKey key = BlockKey.of(AddressRange.parse(address.block()));
                shapes.add(key.shape());
                add(byBlock, key, ban);
            } catch (IllegalArgumentException e) {
                withoutAddress.add(ban.id());
            }
            return;
        }
        add(byUser, userOf(ban), ban);
        // Where the name is unknown it is often the id; a user id is nobody else's name.
        add(byUsername, ban.username().isEmpty() ? userOf(ban) : ban.username(), ban);
    }

    private static <K> void add(Map<K, List<Ban>> index, K key, Ban ban) {
        index.computeIfAbsent(key, unused -> new ArrayList<>(1)).add(ban);
    }

    private static String userOf(Ban ban) {
        return ban.target() instanceof BanTarget.User user ? user.userId() : ((BanTarget.Device) ban.target()).userId();
    }

    BanIndex with(Ban ban) {
        return new BanIndex(
                Stream.concat(byId.values().stream(), Stream.of(ban)).toList());
    }

    BanIndex without(String id) {
        return new BanIndex(
                byId.values().stream().filter(ban -> !ban.id().equals(id)).toList());
    }

    /** The ids of bans that are ignored, because their address is neither an IP address nor a CIDR block. */
    List<String> withoutAddress() {
        return withoutAddress;
    }

    /** All bans by their ids; oldest first. */
    Collection<Ban> all() {
        return byId.values();
    }

    Optional<Ban> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    boolean concernsUsers() {
        return !byUser.isEmpty();
    }

    Optional<Ban> ofAddress(InetAddress address, Instant now) {
        if (shapes.isEmpty()) {
            return Optional.empty();
        }
        boolean v6 = address instanceof Inet6Address;
        List<Ban> found = new ArrayList<>(0);
        for (Shape shape : shapes) {
            if (shape.v6() == v6) {
                found.addAll(byBlock.getOrDefault(BlockKey.containing(address, shape), List.of()));
            }
        }
        return longest(found, now, ban -> true);
    }

    /** @param device null: unknown; then only a ban of the whole user is found */
    Optional<Ban> ofUser(String userId, @Nullable DeviceKey device, Instant now) {
        return longest(byUser.getOrDefault(userId, List.of()), now, ban -> concerns(ban, device));
    }

    Optional<Ban> ofUsername(String username, DeviceKey device, Instant now) {
        return longest(byUsername.getOrDefault(username, List.of()), now, ban -> concerns(ban, device));
    }

    private static boolean concerns(Ban ban, @Nullable DeviceKey device) {
        return !(ban.target() instanceof BanTarget.Device banned)
                || banned.device().equals(device);
    }

    private static Optional<Ban> longest(List<Ban> bans, Instant now, Predicate<Ban> condition) {
        return bans.isEmpty()
                ? Optional.empty()
                : bans.stream()
                        .filter(ban -> ban.isInEffect(now))
                        .filter(condition)
                        .max(SHORTEST_FIRST);
    }
}
