package io.mychat.gateway.redis.testing;

import io.mychat.gateway.spi.ModuleServices;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a module offers to the gateway {@code n1}. Closes it, the latest first. */
public final class CollectedAdapters implements AutoCloseable {

    private final List<Object> all = new ArrayList<>();

    /** Where a module offers. */
    public ModuleServices services() {
        return (ModuleServices) Proxy.newProxyInstance(
                ModuleServices.class.getClassLoader(), new Class<?>[] {ModuleServices.class}, (proxy, method, args) -> {
                    if (method.getName().equals("nodeId")) {
                        return "n1";
                    }
                    all.add(args[0]);
                    return null;
                });
    }

    public List<Object> all() {
        return List.copyOf(all);
    }

    /** All of one kind, in the order in which they came. */
    public <T> List<T> every(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The first of a kind. */
    public <T> T one(Class<T> kind) {
        return every(kind).get(0);
    }

    @Override
    public void close() throws Exception {
        Collections.reverse(all);
        for (AutoCloseable one : every(AutoCloseable.class)) {
            one.close();
        }
        all.clear();
    }
}
