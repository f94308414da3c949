package io.mychat.gateway.redis.failure;

import io.mychat.gateway.redis.failure.RedisFailure.Kind;
import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Mode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Translates Jedis's exceptions into messages without secrets and data. Thread-safe. */
public final class Failures {

    /** Precedes the message of a sentinel that refuses this gateway's login. */
    public static final String SENTINEL = "SENTINEL";

    private static final List<String> NOT_SERVING = List.of("LOADING", "CLUSTERDOWN", "MASTERDOWN");
    private static final List<String> NOT_LET_IN = List.of("NOAUTH", "WRONGPASS");
    private static final List<String> ELSEWHERE = List.of("MOVED", "ASK");
    /** The answers of servers while a slot moves. */
    private static final List<String> PASSING = List.of("MOVED", "ASK", "TRYAGAIN");

    private static final String WRONG_TYPE = "WRONGTYPE";
    private static final int MOST_CAUSES = 10;

    private final boolean tls;
    private final boolean cluster;
    private volatile boolean everAnswered;

    public Failures(RedisSettings settings) {
        this.tls = settings.access().tls().isPresent();
        this.cluster = settings.servers().mode() == Mode.CLUSTER;
    }

    /** A server has answered: host, port and TLS are right. */
    public void answered() {
        if (!everAnswered) {
            everAnswered = true;
        }
    }

    public RedisFailure of(JedisException e) {
        JedisDataException answer = answer(e);
        if (answer != null) {
            return refused(answer, firstWord(text(answer)));
        }
        ConnectFailure connectFailure = ConnectFailure.of(e);
        String hint = connectFailure == ConnectFailure.CLOSED || connectFailure == ConnectFailure.NO_ANSWER
                ? hint(connectFailure)
                : "";
        return new RedisFailure(Kind.UNREACHABLE, "Redis is not reachable: " + connectFailure.words() + hint, e);
    }

    /** A call took longer than the deadline. */
    public RedisFailure late(TimeoutException e) {
        return new RedisFailure(Kind.UNREACHABLE, "Redis did not answer in time" + hint(ConnectFailure.NO_ANSWER), e);
    }

    /** A server that has never answered may want something that the settings lack. */
    private String hint(ConnectFailure connectFailure) {
        if (everAnswered) {
            return "";
        }
        return tls
                ? "; does that port speak TLS, and ask its clients for no certificates (tls-auth-clients no)?"
                : connectFailure == ConnectFailure.CLOSED ? "; does it want TLS (redis.tls)?" : "";
    }

    private RedisFailure refused(JedisDataException e, String word) {
        if (NOT_LET_IN.contains(word)) {
            return new RedisFailure(Kind.UNREACHABLE, "Redis refuses redis.username and redis.password: " + word, e);
        }
        if (word.equals(SENTINEL)) {
            return new RedisFailure(
                    Kind.UNREACHABLE, "a sentinel refuses redis.sentinel_username and redis.sentinel_password", e);
        }
        Optional<String> noWrites = WriteRefusal.in(text(e));
        if (noWrites.isPresent()) {
            return new RedisFailure(WriteRefusal.isOfReplica(text(e)) ? Kind.READ_ONLY : Kind.UNFIT, noWrites.get(), e);
        }
        if (NOT_SERVING.contains(word)) {
            return new RedisFailure(Kind.UNREACHABLE, "Redis refused a command: " + word, e);
        }
        return misfit(e, word).map(why -> new RedisFailure(Kind.UNFIT, why, e)).orElseGet(() -> otherwise(e, word));
    }

    private static RedisFailure otherwise(JedisDataException e, String word) {
        if (PASSING.contains(word)) {
            return new RedisFailure(Kind.MOVING, "Redis refused a command: " + word, e);
        }
        if (word.equals(WRONG_TYPE) && !text(e).contains("script")) {
            return new RedisFailure(Kind.WRONG_TYPE, "Redis refused a command: " + WRONG_TYPE, e);
        }
        if (text(e).contains("max number of clients")) {
            return new RedisFailure(Kind.REFUSED, "Redis has as many clients as it may (maxclients)", e);
        }
        // Redis 6.2 puts what a script has met at the end.
        String reason = text(e).contains(WRONG_TYPE) ? WRONG_TYPE : word;
        return new RedisFailure(Kind.REFUSED, "Redis refused a command: " + reason, e);
    }

    private Optional<String> misfit(JedisDataException e, String word) {
        if (text(e).contains("cluster support disabled")) {
            return Optional.of("Redis is no cluster, and redis.mode is cluster");
        }
        if (text(e).contains("DB index is out of range") || text(e).contains("invalid DB index")) {
            return Optional.of("Redis has no database of the number redis.db");
        }
        if (word.equals("DENIED")) {
            return Optional.of(
                    "Redis accepts no connection from other machines (protected mode; set a password in Redis)");
        }
        if (ELSEWHERE.contains(word) && !cluster) {
            return Optional.of("Redis is a cluster, and redis.mode is not");
        }
        return MissingPermission.in(text(e)).map(MissingPermission::toString);
    }

    /** The error answer of a server; null without an answer. */
    private static @Nullable JedisDataException answer(JedisException e) {
        Throwable at = e;
        for (int i = 0; i < MOST_CAUSES && at != null; i++) {
            if (at instanceof JedisDataException said) {
                return said;
            }
            at = at.getCause();
        }
        return null;
    }

    private static String text(JedisDataException e) {
        String message = e.getMessage();
        return message == null ? "" : message.strip();
    }

    /** The error's name; what follows may quote data. */
    private static String firstWord(String text) {
        int end = text.indexOf(' ');
        return end < 0 ? text : text.substring(0, end);
    }
}
