package io.mychat.gateway.bench.driver;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Redis counts of its commands ({@code INFO commandstats}) and of its processor time. Commands that scripts call
 * are counted as those of clients are; the time of a script includes them.
 *
 * @param cpuMicros processor time of the whole server in microseconds
 */
public record CommandStats(Map<String, Command> commands, double cpuMicros) {

    private static final Pattern LINE =
            Pattern.compile("cmdstat_([^:]+):calls=(\\d+),usec=(\\d+),.*", Pattern.CASE_INSENSITIVE);

    /** Commands that run scripts. */
    private static final String SCRIPT = "eval";

    /** @param micros the time that the calls took */
    public record Command(long calls, long micros) {}

    public CommandStats {
        commands = Map.copyOf(commands);
    }

    /** Reads the section {@code commandstats}. */
    static CommandStats parse(String section, double cpuSeconds) {
        Map<String, Command> commands = section.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        line -> line.group(1),
                        line -> new Command(Long.parseLong(line.group(2)), Long.parseLong(line.group(3)))));
        return new CommandStats(commands, cpuSeconds * 1e6);
    }

    /** What has been added since then. */
    public CommandStats since(CommandStats before) {
        return combined(before, -1);
    }

    /** Both together. */
    public CommandStats plus(CommandStats other) {
        return combined(other, 1);
    }

    private CommandStats combined(CommandStats other, int sign) {
        Map<String, Command> all = new TreeMap<>(commands);
        other.commands.forEach((name, command) -> {
            Command mine = all.getOrDefault(name, new Command(0, 0));
            all.put(name, new Command(mine.calls + sign * command.calls, mine.micros + sign * command.micros));
        });
        all.values().removeIf(command -> command.calls == 0);
        return new CommandStats(all, cpuMicros + sign * other.cpuMicros);
    }

    /** The scripts, with all that they called. */
    public Command scripts() {
        return sum(true);
    }

    /** All other commands, those of scripts among them. */
    public Command others() {
        return sum(false);
    }

    private Command sum(boolean scripts) {
        long calls = 0;
        long micros = 0;
        for (Map.Entry<String, Command> each : commands.entrySet()) {
            if (each.getKey().startsWith(SCRIPT) == scripts) {
                calls += each.getValue().calls;
                micros += each.getValue().micros;
            }
        }
        return new Command(calls, micros);
    }
}
