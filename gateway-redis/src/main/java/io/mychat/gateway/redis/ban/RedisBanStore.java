package io.mychat.gateway.redis.ban;

import io.mychat.gateway.redis.client.Keys;
import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.Redis;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.StoreUnavailableException;
import io.mychat.gateway.spi.ban.Ban;
import io.mychat.gateway.spi.ban.BanList;
import io.mychat.gateway.spi.ban.BanStore;
import io.mychat.gateway.spi.ban.BanVersion;
import io.mychat.gateway.spi.event.RateLimitedLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the bans of all gateways, in one slot of a cluster. Each step has one round trip; a change has a new random
 * token, so that a version that a fail-over has lost is not taken for one with the same number.
 */
public final class RedisBanStore implements BanStore {

    private static final Logger LOG = LoggerFactory.getLogger(RedisBanStore.class);
    private static final LuaScript ADD = script("add.lua");
    private static final LuaScript REMOVE = script("remove.lua");
    private static final LuaScript READ = script("read.lua");
    private static final LuaScript RESTORE = script("restore.lua");

    /** How many bans one script puts back, so that it is short. */
    private static final int RESTORED_AT_ONCE = 200;

    private final Redis redis;
    private final Supplier<String> clock;
    private final RateLimitedLog unreadable;

    public RedisBanStore(Redis redis) {
        this(redis, () -> "");
    }

    /** @param clock the time that a test has, in milliseconds; empty: Redis's own */
    RedisBanStore(Redis redis, Supplier<String> clock) {
        this.redis = redis;
        this.clock = clock;
        this.unreadable = new RateLimitedLog(LOG::warn, redis.time());
    }

    private static LuaScript script(String file) {
        return LuaScript.load(RedisBanStore.class, "prelude.lua", file);
    }

    @Override
    public boolean add(Ban ban, int most) {
        return RedisReply.number(redis.call(ADD.on(
                        keys(),
                        clock.get(),
                        BanRecord.kind(ban),
                        ban.id(),
                        BanRecord.write(ban),
                        BanRecord.end(ban),
                        most,
                        token())))
                > 0;
    }

    @Override
    public boolean remove(String id) {
        return RedisReply.number(redis.call(REMOVE.on(keys(), clock.get(), id, token()))) > 0;
    }

    @Override
    public Optional<BanList> changedSince(BanVersion known) {
        List<String> answer = RedisReply.texts(
                redis.call(READ.readOn(keys(), clock.get(), Long.toString(known.number()), known.token())
                        .byItself()));
        if (answer.size() < 2) {
            throw new StoreUnavailableException("Redis answered something else than the version of the bans");
        }
        BanVersion version = new BanVersion(RedisReply.number(answer.get(0)), answer.get(1));
        if (version.equals(known)) {
            return Optional.empty();
        }
        List<Ban> bans = new ArrayList<>();
        for (String text : answer.subList(2, answer.size())) {
            BanRecord.read(text)
                    .ifPresentOrElse(bans::add, () -> unreadable.log("A stored ban is unreadable and ignored"));
        }
        return Optional.of(new BanList(version, bans));
    }

    @Override
    public void restore(Collection<Ban> lost) {
        List<Ban> bans = List.copyOf(lost);
        for (int from = 0; from < bans.size(); from += RESTORED_AT_ONCE) {
            List<Object> args = new ArrayList<>(List.of(clock.get(), token()));
            for (Ban ban : bans.subList(from, Math.min(bans.size(), from + RESTORED_AT_ONCE))) {
                args.addAll(List.of(BanRecord.kind(ban), ban.id(), BanRecord.write(ban), BanRecord.end(ban)));
            }
            redis.call(RESTORE.on(keys(), args.toArray()));
        }
    }

    private List<String> keys() {
        Keys names = redis.keys();
        return List.of(names.bans("manual"), names.bans("automatic"), names.bans("ends"), names.bans("version"));
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }
}
