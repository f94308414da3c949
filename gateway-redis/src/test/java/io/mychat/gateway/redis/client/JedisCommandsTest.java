package io.mychat.gateway.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.args.Rawable;

class JedisCommandsTest {

    /** Shared by all, as by the calls of a connection. */
    private static final ArgumentBuffers buffers = new ArgumentBuffers();

    static List<RedisCommand> commands() {
        LuaScript script = LuaScript.of("return 1");
        return List.of(
                RedisCommand.keyless("PING"),
                RedisCommand.read("GET", "k"),
                RedisCommand.write("SET", "k€", "v😀", 7, "bytes".getBytes(StandardCharsets.UTF_8)),
                script.on(List.of()),
                script.on(List.of("a", "b"), "x", 123456789012L, ""),
                script.on(List.of("a"), "x").inFull(),
                script.on(
                        List.of("k€", "key"),
                        "x".repeat(ArgumentBuffers.LONGEST),
                        "y".repeat(ArgumentBuffers.LONGEST + 1)),
                script.on(List.of("\u007f", "\u0080"), "z".repeat(ArgumentBuffers.LONGEST - 1) + "ä", "ab", "cd"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aKnownConnectionGetsWhatJedisWouldSend(RedisCommand command) {
        CommandArguments known = JedisCommands.argumentsForConnection(command, buffers);
        CommandArguments own = JedisCommands.arguments(command);

        assertThat(texts(known)).isEqualTo(texts(own)).hasSize(known.size());
        for (int i = 0; i < known.size(); i++) {
            assertThat(known.get(i).getRaw()).isEqualTo(own.get(i).getRaw());
        }
    }

    private static List<String> texts(CommandArguments arguments) {
        List<String> texts = new ArrayList<>();
        for (Rawable argument : arguments) {
            texts.add(new String(argument.getRaw(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
