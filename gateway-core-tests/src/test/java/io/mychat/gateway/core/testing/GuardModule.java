package io.mychat.gateway.core.testing;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.List;
import java.util.Set;

/** A module with keys that the profile hardened makes stricter. Keeps what it has read last. One thread. */
public final class GuardModule implements ModuleProvider {

    private long most;
    private boolean locked;
    private List<String> words = List.of();

    @Override
    public String name() {
        return "guard";
    }

    @Override
    public Set<String> sections() {
        return Set.of("guard");
    }

    @Override
    public String schema() {
        return """
                {"properties":{"guard":{"type":"object","properties":{
                  "most":{"type":["integer","string"],"minimum":1,"maximum":100,"default":50,"x-hardened":10},
                  "locked":{"type":["boolean","string"],"default":false,"x-hardened":true},
                  "words":{"type":["array","string"],"items":{"type":"string"},
                           "default":["strict","loose"],"x-hardened":["strict"]}}}}}""";
    }

    @Override
    public Module configure(ModuleSettings settings) {
        ConfigSection guard = settings.section("guard");
        most = guard.number("most");
        locked = guard.flag("locked");
        words = guard.texts("words");
        return services -> {};
    }

    public long most() {
        return most;
    }

    public boolean isLocked() {
        return locked;
    }

    public List<String> words() {
        return words;
    }
}
