package io.mychat.gateway.transport.jakarta;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;

/**
 * One running container of each kind for all suites of a JVM, because a start takes longer than most tests. Its mount
 * serves one transport after the other. The monitor of the class guards the map.
 */
final class SharedContainer {

    private static final Map<TestContainer.Kind, SharedContainer> RUNNING = new EnumMap<>(TestContainer.Kind.class);

    private final JakartaMount mount = new JakartaMount();
    private final InetSocketAddress address;

    private SharedContainer(TestContainer.Kind kind) throws Exception {
        address = kind.create().start(mount, TestContainer.HostParts.NONE);
    }

    static synchronized SharedContainer of(TestContainer.Kind kind) throws IOException {
        SharedContainer running = RUNNING.get(kind);
        if (running == null) {
            try {
                running = new SharedContainer(kind);
            } catch (Exception e) {
                throw new IOException(kind + " does not start", e);
            }
            RUNNING.put(kind, running);
        }
        return running;
    }

    JakartaMount mount() {
        return mount;
    }

    InetSocketAddress address() {
        return address;
    }
}
