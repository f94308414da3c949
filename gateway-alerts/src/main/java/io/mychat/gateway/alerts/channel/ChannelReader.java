package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.config.ConfigSection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the settings of one channel; what is wrong is a fault of its section. */
public final class ChannelReader {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>,;:\"]{1,64}@[^\\s@<>,;:\"]{1,255}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9-]{3,20}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int MAX_PORT = 65_535;

    private final ConfigSection section;

    /** What a channel is. */
    private enum Type {
        EMAIL,
        DINGTALK,
        WECOM,
        PAGERDUTY,
        SMS,
        WEBHOOK
    }

    public ChannelReader(ConfigSection section) {
        this.section = section;
    }

    /** The settings; empty when there are faults. */
    public Optional<ChannelSettings> read() {
        Optional<Type> type = section.word("type", Type.class);
        if (type.isEmpty()) {
            if (!section.has("type")) {
                section.fault("type", "is missing");
            }
            // The keys of all types are known, so that none of them is a second fault.
            section.keys().forEach(section::has);
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (type.get()) {
                    case EMAIL -> email();
                    case DINGTALK -> dingTalk();
                    case WECOM -> weCom();
                    case PAGERDUTY -> pagerDuty();
                    case SMS -> sms();
                    case WEBHOOK -> webhook();
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

    private @Nullable ChannelSettings dingTalk() {
        TargetUrl url = url("url");
        Optional<Secret> secret = parsed("secret", Secret::new);
        return url == null ? null : new DingTalkSettings(url, secret);
    }

    private @Nullable ChannelSettings weCom() {
        TargetUrl url = url("url");
        return url == null ? null : new WeComSettings(url);
    }

    private @Nullable ChannelSettings pagerDuty() {
        Optional<TargetUrl> url = parsed("url", TargetUrl::of);
        Optional<Secret> key = required("routing_key", Secret::new);
        return key.map(routing ->
                        new PagerDutySettings(url.orElseGet(() -> TargetUrl.of(PagerDutySettings.USUAL_URL)), routing))
                .orElse(null);
    }

    private @Nullable ChannelSettings sms() {
        TargetUrl url = url("url");
        List<String> to = list("to", NUMBER, "a telephone number: digits, perhaps with + in front");
        BodyFormat format = section.word("format", BodyFormat.class).orElse(BodyFormat.JSON);
        Optional<String> body = required("body", Function.identity());
        if (body.isPresent() && !body.get().contains("{text}")) {
            section.fault("body", "must have {text}, the place of the alert's text");
        }
        Optional<String> success = section.text("success").filter(text -> !text.isEmpty());
        int maxCharacters = section.integer("max_characters");
        SmsSettings.Request request = new SmsSettings.Request(headers(), format, body.orElse(""));
        return url == null ? null : new SmsSettings(url, request, to, success, maxCharacters);
    }

    private Map<String, Secret> headers() {
        ConfigSection all = section.section("headers");
        Map<String, Secret> headers = new HashMap<>();
        for (String name : all.keys()) {
            String value = all.text(name).orElse("");
            if (!HEADER.matcher(name).matches() || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                all.fault(name, "must be a header of letters, digits and hyphens with a value of visible ASCII");
            } else {
                headers.put(name, new Secret(value));
            }
        }
        return headers;
    }

    private @Nullable ChannelSettings email() {
        Optional<String> host = required("host", Function.identity());
        EmailSettings.Security security =
                section.word("security", EmailSettings.Security.class).orElse(EmailSettings.Security.STARTTLS);
        int port = Math.min(section.integer("port", security.usualPort()), MAX_PORT);
        Optional<String> username = section.text("username").filter(text -> !text.isEmpty());
        Optional<String> password = section.text("password").filter(text -> !text.isEmpty());
        if (username.isPresent() != password.isPresent()) {
            section.fault(username.isPresent() ? "password" : "username", "is missing: an account has both");
        }
        if (username.isPresent() && security == EmailSettings.Security.NONE) {
            section.warn("security", "none sends the password in clear");
        }
        Optional<String> from = required("from", Function.identity());
        if (from.isPresent() && !ADDRESS.matcher(from.get()).matches()) {
            section.fault("from", "must be an address such as alerts@example.com");
        }
        List<String> to = list("to", ADDRESS, "an address such as ops@example.com");
        Optional<EmailSettings.Account> account =
                username.flatMap(name -> password.map(secret -> new EmailSettings.Account(name, new Secret(secret))));
        return host.isEmpty() || from.isEmpty()
                ? null
                : new EmailSettings(new EmailSettings.Server(host.get(), port, security), account, from.get(), to);
    }

    private List<String> list(String key, Pattern pattern, String rule) {
        List<String> texts = section.texts(key);
        if (texts.isEmpty()) {
            section.fault(key, "is missing: a list of receivers");
        }
        if (!texts.stream().allMatch(text -> pattern.matcher(text).matches())) {
            section.fault(key, "must hold nothing but " + rule.toLowerCase(Locale.ROOT));
        }
        return texts;
    }

    private @Nullable TargetUrl url(String key) {
        return required(key, TargetUrl::of).orElse(null);
    }

    private <T> Optional<T> required(String key, Function<String, T> parser) {
        if (section.text(key).filter(text -> !text.isEmpty()).isEmpty()) {
            section.fault(key, "is missing");
        }
        return parsed(key, parser);
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
