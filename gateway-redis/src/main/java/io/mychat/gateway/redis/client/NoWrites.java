package io.mychat.gateway.redis.client;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refusals of a server that reads and does not write, or does nothing because a script does not end. */
final class NoWrites {

    private static final Map<String, String> WORDS = Map.of(
            "OOM", "Redis has no room for writes (OOM: maxmemory, and nothing that it may evict)",
            "MISCONF", "Redis takes no writes because it cannot save them (MISCONF: its log says why)",
            "NOREPLICAS", "Redis takes no writes because it has too few replicas (NOREPLICAS: min-replicas-to-write)",
            "BUSY", "Redis does nothing but run a script that does not end (BUSY)");

    /** As the first word, or as Redis 6.2 puts it into the words of a script that failed. */
    private static final Pattern WORD = Pattern.compile("(?:^|: -)(OOM|MISCONF|NOREPLICAS|BUSY) ");

    private NoWrites() {}

    /** @param refusal what Redis answered */
    static Optional<String> in(String refusal) {
        Matcher matcher = WORD.matcher(refusal);
        return matcher.find() ? Optional.ofNullable(WORDS.get(matcher.group(1))) : Optional.empty();
    }
}
