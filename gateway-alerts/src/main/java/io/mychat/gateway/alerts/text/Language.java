package io.mychat.gateway.alerts.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** A language of the notifications; its texts are in {@code messages_<code>.properties}. */
public enum Language {
    EN,
    ZH;

    String text(String key) {
        return find(key).orElseThrow(() -> new IllegalArgumentException("no text " + key));
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(Texts.ALL.getOrDefault(this, Map.of()).get(key));
    }

    private static final class Texts {

        static final Map<Language, Map<String, String>> ALL = new EnumMap<>(Language.class);

        static {
            for (Language language : values()) {
                ALL.put(language, read("messages_" + language.name().toLowerCase(Locale.ROOT) + ".properties"));
            }
        }

        private static Map<String, String> read(String file) {
            Properties texts = new Properties();
            try (InputStream in = Objects.requireNonNull(Language.class.getResourceAsStream(file), file)) {
                texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, String> all = new HashMap<>();
            texts.stringPropertyNames().forEach(key -> all.put(key, texts.getProperty(key)));
            return all;
        }
    }
}
