package io.mychat.gateway.core.ban;

import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.session.DeviceKey;
import io.mychat.gateway.spi.time.TimeSource;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bans in effect on this gateway. They are read from memory, so they hold while the store cannot be reached.
 * Thread-safe; never blocks. {@link BanService} is the only writer.
 */
public final class ActiveBans {

    private final TimeSource time;
    private volatile BanIndex index = BanIndex.EMPTY;

    public ActiveBans(TimeSource time) {
        this.time = time;
    }

    BanIndex index() {
        return index;
    }

    void replace(BanIndex next) {
        index = next;
    }

    /** The ban of an address, if it is banned. */
    public Optional<Ban> ofAddress(InetAddress address) {
        return index.ofAddress(address, time.now());
    }

    /** As {@link #ofAddress(InetAddress)}, for an address as text; a text that is none is not banned. */
    public Optional<Ban> ofAddress(String address) {
        BanIndex now = index;
        int zone = address.indexOf('%');
        return AddressRange.address(zone < 0 ? address : address.substring(0, zone))
                .flatMap(found -> now.ofAddress(found, time.now()));
    }

    /**
     * The ban of a user or a device.
     *
     * @param device null: unknown; then only a ban of the whole user is found
     */
    public Optional<Ban> ofUser(String userId, @Nullable DeviceKey device) {
        return index.ofUser(userId, device, time.now());
    }

    /** The ban of the user who logs in with this name, or of the device that is used for it. */
    public Optional<Ban> ofUsername(String username, DeviceKey device) {
        return index.ofUsername(username, device, time.now());
    }

    /** Whether any user or device is banned. */
    public boolean concernUsers() {
        return index.concernsUsers();
    }

    /** The bans in effect, oldest first. */
    List<Ban> list() {
        return index.all().stream().filter(ban -> ban.isInEffect(time.now())).toList();
    }
}
