package io.mychat.gateway.redis.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's version. */
public record ServerVersion(int major, int minor) {

    private static final Pattern LINE = Pattern.compile("redis_version:(\\d+)\\.(\\d+)");

    /** Reads what {@code INFO server} says; 0.0 when it says nothing. */
    static ServerVersion parse(String info) {
        Matcher matcher = LINE.matcher(info);
        return matcher.find()
                ? new ServerVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : new ServerVersion(0, 0);
    }

    public boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
