package io.mychat.gateway.bench.server;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Answers what the driver asks about this process, line by line on the standard streams. {@code cpu}: the CPU time so
 * far in nanoseconds. {@code jit}: how long the compiler has worked so far, in milliseconds. {@code allocated}: the
 * bytes of all objects so far. {@code files}: how many file descriptors are open. {@code resident}: the memory of the process. {@code histogram}: a full collection, then the live
 * objects by class, ended by a line {@code END}. The end of the input ends the process.
 */
public final class Control {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Control() {}

    /** Says where the server listens, and serves the driver until it is gone. */
    public static void serve(int... ports) throws IOException, JMException {
        serve(line -> "UNKNOWN " + line, ports);
    }

    /** Further commands of a server. */
    public interface More {
        /** Answers a line with a line. */
        String answer(String line) throws IOException;
    }

    /** The same for a server that can do more. */
    public static void serve(More more, int... ports) throws IOException, JMException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        OUT.println("READY " + IntStream.of(ports).mapToObj(String::valueOf).collect(Collectors.joining(" ")));
        Allocation allocation = new Allocation();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            switch (line) {
                case "cpu" -> OUT.println(system.getProcessCpuTime());
                case "jit" ->
                    OUT.println(ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
                case "allocated" -> OUT.println(allocation.bytes());
                case "files" -> OUT.println(openFiles(system));
                case "resident" -> OUT.println(residentBytes());
                case "histogram" -> OUT.println(histogram() + "END");
                default -> OUT.println(more.answer(line));
            }
        }
        System.exit(0);
    }

    private static long openFiles(OperatingSystemMXBean system) {
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : -1;
    }

    /** Where Linux tells it; else 0. */
    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    /** Twice: what the first collection finds unreachable may be let go of only after it. */
    private static String histogram() throws JMException {
        System.gc();
        ObjectName diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
        Object text = ManagementFactory.getPlatformMBeanServer()
                .invoke(diagnostics, "gcClassHistogram", new Object[] {new String[0]}, new String[] {
                    String[].class.getName()
                });
        return text.toString();
    }
}
