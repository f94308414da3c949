package io.mychat.gateway.test;

import io.mychat.gateway.core.GatewayBuilder;
import java.util.regex.Pattern;

/** The settings of an annotation. */
final class Settings {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private Settings() {}

    /** @throws IllegalArgumentException for a line without a key or an equals sign */
    static GatewayBuilder apply(String[] lines, GatewayBuilder builder) {
        for (String line : lines) {
            int sign = line.indexOf('=');
            if (sign < 1) {
                throw new IllegalArgumentException(
                        "'" + line
                                + "' in settings of @GatewayTest is no setting: write key=value, such as server.ping_seconds=30");
            }
            builder.setting(
                    line.substring(0, sign).strip(),
                    value(line.substring(sign + 1).strip()));
        }
        return builder;
    }

    private static Object value(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Long.valueOf(text);
        }
        return text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
    }
}
