package io.mychat.gateway.redis.failure;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises refusals of a server that executes reads but no writes, or is blocked by a long script. */
public final class WriteRefusal {

    private static final Map<String, String> WORDS = Map.of(
            "OOM", "Redis has no room for writes (OOM: maxmemory, and nothing that it may evict)",
            "MISCONF", "Redis takes no writes because it cannot save them (MISCONF: its log says why)",
            "NOREPLICAS", "Redis takes no writes because it has too few replicas (NOREPLICAS: min-replicas-to-write)",
            "READONLY", "Redis takes no writes because it is a replica (READONLY)",
            "CLUSTERDOWN", "Redis takes no writes because its cluster is down (CLUSTERDOWN)",
            "BUSY", "Redis does nothing but run a script that does not end (BUSY)");

    /** As the first word, or as Redis 6.2 puts it into the words of a script that failed. */
    private static final Pattern WORD = Pattern.compile("(?:^|: -)(OOM|MISCONF|NOREPLICAS|READONLY|BUSY) "
            + "|(?:^|: -)(CLUSTERDOWN) [^\\n]*only accepts read commands");

    private WriteRefusal() {}

    /** @param refusal the answer of Redis */
    public static Optional<String> in(String refusal) {
        Matcher matcher = WORD.matcher(refusal);
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.ofNullable(WORDS.get(matcher.group(1) != null ? matcher.group(1) : matcher.group(2)));
    }

    /** Whether a replica said so: another server takes writes. */
    static boolean isOfReplica(String refusal) {
        Matcher matcher = WORD.matcher(refusal);
        return matcher.find() && "READONLY".equals(matcher.group(1));
    }
}
