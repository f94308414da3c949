package io.mychat.gateway.core.ban.automatic;

import io.mychat.gateway.core.config.security.AnomalyThreshold;
import io.mychat.gateway.core.config.security.AutomaticBanConfig;
import io.mychat.gateway.spi.event.GatewayEvent;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an honest client does rarely. An expired or revoked token is none, nor is a login beyond a limit: others may have
 * caused both.
 */
enum Offence {
    BROKEN_FRAMES("Too many broken WebSocket connections from this address"),
    BAD_CREDENTIALS("Too many wrong passwords from this address"),
    BAD_TOKENS("Too many invalid tokens from this address"),
    BAD_API_KEYS("Too many unknown API keys from this address");

    private static final Set<Integer> BROKEN = Set.of(
            CloseReason.PROTOCOL_ERROR.code(),
            CloseReason.INVALID_PAYLOAD.code(),
            CloseReason.MALFORMED_MESSAGES.code());

    private static final Set<String> TOKENS = Set.of("token_malformed", "token_invalid", "refresh_invalid");

    private final String reason;

    Offence(String reason) {
        this.reason = reason;
    }

    /** An offence and the address that it came from. */
    record Occurrence(Offence offence, String ip) {}

    /** The offence of an event; empty: it is none. */
    static Optional<Occurrence> of(GatewayEvent event) {
        if (event instanceof GatewayEvent.ConnectionClosed closed) {
            return BROKEN.contains(closed.code()) ? occurrence(BROKEN_FRAMES, closed.ip()) : Optional.empty();
        }
        if (event instanceof GatewayEvent.LoginFailed failed) {
            return ofError(failed.error(), failed.ip());
        }
        return event instanceof GatewayEvent.CredentialRefused refused
                ? ofError(refused.error(), refused.ip())
                : Optional.empty();
    }

    private static Optional<Occurrence> ofError(String error, String ip) {
        if (error.equals("bad_credentials")) {
            return occurrence(BAD_CREDENTIALS, ip);
        }
        if (error.equals("api_key_invalid")) {
            return occurrence(BAD_API_KEYS, ip);
        }
        return TOKENS.contains(error) ? occurrence(BAD_TOKENS, ip) : Optional.empty();
    }

    private static Optional<Occurrence> occurrence(Offence offence, String ip) {
        return Optional.of(new Occurrence(offence, ip));
    }

    /** What the banned are told. */
    String reason() {
        return reason;
    }

    /** How many are allowed within which time. */
    AnomalyThreshold threshold(AutomaticBanConfig config) {
        return switch (this) {
            case BROKEN_FRAMES -> config.brokenFrames();
            case BAD_CREDENTIALS -> config.badCredentials();
            case BAD_TOKENS -> config.badTokens();
            case BAD_API_KEYS -> config.badApiKeys();
        };
    }

    /** The word in metrics, which is also the key of the threshold. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
