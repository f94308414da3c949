package io.mychat.gateway.bench.driver;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times of clients from connecting to the end of the login, or of messages until their delivery, in microseconds.
 *
 * @param count the number of clients or messages
 */
public record Delays(int count, long median, long p90, long p99, long longest) {

    private static final Pattern LINE = Pattern.compile("BACK (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

    static Delays parse(String line) throws IOException {
        Matcher numbers = LINE.matcher(line);
        if (!numbers.matches()) {
            throw new IOException("unexpected answer: " + line);
        }
        return new Delays(
                Integer.parseInt(numbers.group(1)),
                Long.parseLong(numbers.group(2)),
                Long.parseLong(numbers.group(3)),
                Long.parseLong(numbers.group(4)),
                Long.parseLong(numbers.group(5)));
    }
}
