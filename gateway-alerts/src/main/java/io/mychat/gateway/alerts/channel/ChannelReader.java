package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.config.ConfigSection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the settings of one channel; what is wrong is a fault of its section. */
public final class ChannelReader {

    private static final Set<String> TYPES = Set.of("webhook");

    private final ConfigSection section;

    public ChannelReader(ConfigSection section) {
        this.section = section;
    }

    /** The settings; empty when there are faults. */
    public Optional<ChannelSettings> read() {
        String type = section.text("type").orElse("");
        return Optional.ofNullable(
                switch (type) {
                    case "webhook" -> webhook();
                    default -> {
                        section.fault(
                                "type",
                                "must be one of "
                                        + String.join(
                                                ", ", TYPES.stream().sorted().toList()));
                        // The keys of all types are known, so that none of them is a second fault.
                        section.keys().forEach(section::has);
                        yield null;
                    }
                });
    }

    private @Nullable ChannelSettings webhook() {
        TargetUrl url = url("url");
        Optional<WebhookKey> key = parsed("secret", WebhookKey::of);
        if (url != null && !url.isEncrypted() && key.isEmpty()) {
            section.warn("url", "is neither encrypted nor signed: set secret, or use https");
        }
        return url == null ? null : new WebhookSettings(url, key);
    }

    private @Nullable TargetUrl url(String key) {
        if (section.text(key).filter(text -> !text.isEmpty()).isEmpty()) {
            section.fault(key, "is missing");
        }
        return parsed(key, TargetUrl::of).orElse(null);
    }

    private <T> Optional<T> parsed(String key, Function<String, T> parser) {
        try {
            return section.text(key).filter(text -> !text.isEmpty()).map(parser);
        } catch (IllegalArgumentException e) {
            section.fault(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
