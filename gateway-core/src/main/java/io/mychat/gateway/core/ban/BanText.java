package io.mychat.gateway.core.ban;

import io.mychat.gateway.core.codec.MessageEncoder;
import io.mychat.gateway.spi.ban.Ban;

/** What the banned are told. */
public final class BanText {

    private BanText() {}

    /** A sentence with the end and the reason of a ban. */
    public static String of(Ban ban) {
        return ban.terms()
                        .until()
                        .map(until -> "Banned until " + MessageEncoder.rfc3339(until))
                        .orElse("Banned") + ": " + ban.terms().reason();
    }
}
