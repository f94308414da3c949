package io.mychat.gateway.redis.chat;

import io.mychat.gateway.redis.client.LuaScript;
import io.mychat.gateway.redis.client.RedisCommand;
import io.mychat.gateway.redis.client.RedisReply;
import io.mychat.gateway.spi.session.DeviceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The acknowledgements of all devices of a user, stored with the bounds of the user's inbox. Immutable. */
final class Acknowledgements {

    private static final LuaScript ACKNOWLEDGE =
            LuaScript.load(Acknowledgements.class, "prelude.lua", "inbox-acknowledge.lua");

    /** The number that a device has acknowledged, and when (ms). */
    private static final Pattern NOTED = Pattern.compile("(\\d{1,16}) \\d{1,16}");

    private final RedisCalls redis;
    private final ChatDependencies chatDependencies;

    Acknowledgements(RedisCalls redis, ChatDependencies chatDependencies) {
        this.redis = redis;
        this.chatDependencies = chatDependencies;
    }

    void acknowledge(String userId, DeviceKey device, String epoch, long inboxSeq) {
        if (inboxSeq <= 0) {
            return;
        }
        List<Object> args = new ArrayList<>(chatDependencies.clockAndRetention());
        args.add(chatDependencies.settings().maxDevices());
        args.add(field(device));
        args.add(inboxSeq);
        args.add(epoch);
        Object ignored =
                redis.call(ACKNOWLEDGE.on(List.of(chatDependencies.keys().bounds(userId)), args.toArray()));
    }

    long acknowledged(String userId, DeviceKey device) {
        String text = RedisReply.text(
                redis.call(RedisCommand.read("HGET", chatDependencies.keys().bounds(userId), field(device))));
        Matcher noted = NOTED.matcher(text);
        return noted.matches() ? Long.parseLong(noted.group(1)) : 0;
    }

    private static String field(DeviceKey device) {
        return "ack " + device.platform() + ":" + device.deviceId();
    }
}
