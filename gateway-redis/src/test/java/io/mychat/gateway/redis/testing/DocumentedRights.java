package io.mychat.gateway.redis.testing;

import io.mychat.gateway.redis.settings.RedisSettings;
import io.mychat.gateway.redis.settings.RedisSettings.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import redis.clients.jedis.Jedis;

/** The rights of Redis that the module's README says a gateway needs. */
public final class DocumentedRights {

    private static final Path README = Path.of("..", "gateway-redis", "README.md");
    private static final String BEGIN = "ACL SETUSER gateway ";
    /** What tests do and no gateway: put rubbish into keys, and look for keys. */
    private static final List<String> FOR_TESTS = List.of("+rpush", "+keys", "+persist");

    private static final String PASSWORD = "a password of the tests";

    private DocumentedRights() {}

    /** The rule's words, without a password. */
    public static List<String> rule(String keyPrefix) {
        try {
            String readme = Files.readString(README);
            int begin = readme.indexOf(BEGIN);
            String rule = readme.substring(begin + BEGIN.length(), readme.indexOf("```", begin));
            return Arrays.stream(rule.split("[\\s\\\\]+"))
                    .filter(word -> !word.isEmpty() && !word.startsWith(">"))
                    .map(word -> word.replace("PREFIX", keyPrefix))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a user on all these servers who has these rights, and those without which no test could put rubbish into keys. */
    public static RedisSettings only(RedisSettings settings, List<RedisProcess> servers) {
        String prefix = settings.servers().keyPrefix();
        String user = "gateway-" + prefix.replace(":", "");
        List<String> all = new ArrayList<>(rule(prefix));
        all.addAll(FOR_TESTS);
        all.add(">" + PASSWORD);
        for (RedisProcess server : servers) {
            try (Jedis jedis = server.connect()) {
                String unused = jedis.aclSetUser(user, all.toArray(String[]::new));
            }
        }
        return settings.withAccess(settings.access().withLogin(Login.of(user, PASSWORD)));
    }
}
