package io.mychat.gateway.core.config.reading;

import static io.mychat.gateway.core.config.reading.ConfigFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.core.config.AcceptLimits;
import io.mychat.gateway.core.config.AddressRange;
import io.mychat.gateway.core.config.AuthConfig;
import io.mychat.gateway.core.config.CommandRange;
import io.mychat.gateway.core.config.EventStreamConfig;
import io.mychat.gateway.core.config.GatewayConfig;
import io.mychat.gateway.core.config.MessagesConfig;
import io.mychat.gateway.core.config.Origin;
import io.mychat.gateway.core.config.PluginsConfig;
import io.mychat.gateway.core.config.PluginsConfig.HookTerms;
import io.mychat.gateway.core.config.PluginsConfig.PluginLimits;
import io.mychat.gateway.core.config.ProcessingConfig;
import io.mychat.gateway.core.config.ProcessingConfig.StoreRetryLimits;
import io.mychat.gateway.core.config.RolloutConfig;
import io.mychat.gateway.core.config.ServerConfig;
import io.mychat.gateway.core.config.TraceConfig;
import io.mychat.gateway.core.config.security.AnomalyConfig;
import io.mychat.gateway.core.config.security.AnomalyThreshold;
import io.mychat.gateway.core.config.security.ApiKey;
import io.mychat.gateway.core.config.security.AuditAnchorConfig;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.core.config.security.AuditKey;
import io.mychat.gateway.core.config.security.AutomaticBanConfig;
import io.mychat.gateway.core.config.security.ClientAddressConfig;
import io.mychat.gateway.core.config.security.ClientCertificate;
import io.mychat.gateway.core.config.security.CommandLimit;
import io.mychat.gateway.core.config.security.FailedLoginLimits;
import io.mychat.gateway.core.config.security.RoleLimits;
import io.mychat.gateway.core.config.security.SecurityConfig;
import io.mychat.gateway.core.config.security.SecurityProfile;
import io.mychat.gateway.core.config.security.UserLimits;
import io.mychat.gateway.spi.hook.HookKind;
import io.mychat.gateway.spi.hook.OnFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each key of the configuration gets a value of its own, which has to arrive at its own component and no other. */
class EveryConfigKeyTest {

    private static final String AUDIT_KEY = "a key of this test, which is long enough";
    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void everyKeyReachesItsOwnComponent(@TempDir Path directory) {
        Path platforms = write(directory, "p.json", "{\"platforms\":{\"web\":{}}}");
        Path routes = write(directory, "r.json", "{}");
        GatewayConfig config = ConfigFixture.config(Map.ofEntries(
                Map.entry(
                        "server",
                        Map.ofEntries(
                                Map.entry("host", "127.0.0.1"),
                                Map.entry("websocket_port", 1),
                                Map.entry("http_port", 2),
                                Map.entry("http_enabled", false),
                                Map.entry("management_port", 3),
                                Map.entry("node_id", "n1"),
                                Map.entry("max_message_bytes", 1003),
                                Map.entry("max_json_depth", 4),
                                Map.entry("max_connections", 5),
                                Map.entry("handshakes_per_second", 240),
                                Map.entry("handshake_burst", 241),
                                Map.entry("drain_seconds", 6),
                                Map.entry("drain_per_second", 61),
                                Map.entry("public_url", "wss://n1.example/ws"),
                                Map.entry("rebalance_min_age_seconds", 62),
                                Map.entry("max_connection_age_seconds", 63),
                                Map.entry("events_enabled", true),
                                Map.entry("max_event_streams", 64),
                                Map.entry("max_event_streams_without_token", 70),
                                Map.entry("max_event_posts", 65),
                                Map.entry("max_event_post_messages", 69),
                                Map.entry("event_post_timeout_ms", 660),
                                Map.entry("max_event_tickets", 67),
                                Map.entry("event_ticket_seconds", 68),
                                Map.entry("ping_seconds", 7),
                                Map.entry("pong_timeout_seconds", 8),
                                Map.entry("close_timeout_seconds", 9),
                                Map.entry("max_body_bytes", 10),
                                Map.entry("max_auth_body_bytes", 40),
                                Map.entry("max_pending_connections", 41),
                                Map.entry("max_pending_connections_per_ip", 42),
                                Map.entry("max_tls_handshakes", 43),
                                Map.entry("max_tls_handshakes_per_ip", 44),
                                Map.entry("max_http_connections", 45),
                                Map.entry("max_http_connections_per_ip", 46),
                                Map.entry("max_refused_connections", 47),
                                Map.entry("platform_strategy", platforms),
                                Map.entry("router_config", routes))),
                Map.entry("auth.session_timeout_seconds", 11),
                Map.entry("auth.refresh_expire_seconds", 12),
                Map.entry("auth.refresh_family_max_seconds", 112),
                Map.entry("auth.known_addresses_per_user", 114),
                Map.entry("auth.known_address_seconds", 115),
                Map.entry("auth.max_failed_attempts", 13),
                Map.entry("security.ip_allow", List.of("10.0.0.0/8")),
                Map.entry("security.ip_deny", List.of("10.1.0.0/16")),
                Map.entry("security.client_address", "forwarded"),
                Map.entry("security.trusted_proxies", List.of("10.2.0.1")),
                Map.entry("security.uncounted_addresses", List.of("10.2.0.2")),
                Map.entry("security.allowed_origins", List.of("https://App.example.com:443")),
                Map.entry("security.max_connections_per_ip", 14),
                Map.entry("security.profile", "hardened"),
                Map.entry("security.handshakes_per_second_per_ip", 242),
                Map.entry("security.handshake_burst_per_ip", 243),
                Map.entry("security.max_handshake_addresses", 244),
                Map.entry(
                        "security.limits_by_command",
                        Map.of("5001-5009", Map.of("messages_per_minute", 245, "message_burst", 246))),
                Map.entry("security.max_connections_per_user", 15),
                Map.entry("security.messages_per_second", 16),
                Map.entry("security.message_burst", 17),
                Map.entry("security.user_messages_per_second", 40),
                Map.entry("security.user_message_burst", 41),
                Map.entry("security.user_bytes_per_second", 42),
                Map.entry("security.user_byte_burst", 43),
                Map.entry("security.max_tracked_users", 44),
                Map.entry("security.limits_by_role.bot.messages_per_second", 0),
                Map.entry("security.limits_by_role.bot.message_burst", 46),
                Map.entry("security.limits_by_role.bot.user_messages_per_second", 47),
                Map.entry("security.limits_by_role.bot.user_message_burst", 48),
                Map.entry("security.limits_by_role.bot.user_bytes_per_second", 49),
                Map.entry("security.limits_by_role.bot.user_byte_burst", 50),
                Map.entry("security.limits_by_role.guest.user_messages_per_second", 51),
                Map.entry("security.rate_refusals_before_close", 18),
                Map.entry("security.rate_refusal_window_seconds", 19),
                Map.entry("security.failed_logins_per_minute.user_and_address", 20),
                Map.entry("security.failed_logins_per_minute.address", 21),
                Map.entry("security.failed_logins_per_minute.user", 22),
                Map.entry("security.failed_logins_per_minute.credentials", 116),
                Map.entry("security.max_malformed_in_a_row", 23),
                Map.entry(
                        "security.api_keys",
                        List.of(Map.of("name", "billing", "sha256", HASH, "roles", List.of("push")))),
                Map.entry(
                        "security.client_certificates",
                        List.of(Map.of("name", "ops", "subject", "CN=ops, O=Example", "roles", List.of("admin")))),
                Map.entry("processing.max_concurrent_tasks", 24),
                Map.entry("processing.task_queue_size", 25),
                Map.entry("processing.task_timeout_ms", 26),
                Map.entry("processing.max_outbound_bytes", 2027),
                Map.entry("processing.session_queue_messages", 28),
                Map.entry("processing.session_queue_bytes", 2029),
                Map.entry("processing.worker_threads", 30),
                Map.entry("processing.worker_stack_kb", 512),
                Map.entry("processing.delivery_threads", 31),
                Map.entry("processing.housekeeping_threads", 32),
                Map.entry("processing.cluster_reply_timeout_ms", 33),
                Map.entry("processing.cluster_max_pending", 34),
                Map.entry("processing.cluster_threads", 35),
                Map.entry("processing.max_concurrent_logins", 117),
                Map.entry("processing.host_threads", 125),
                Map.entry("processing.max_host_calls", 126),
                Map.entry("processing.unread_timeout_ms", 118),
                Map.entry("processing.max_measured_commands", 123),
                Map.entry("processing.max_traced_messages", 124),
                Map.entry("processing.max_pending_retries", 119),
                Map.entry("processing.retry_period_seconds", 120),
                Map.entry("processing.reload_store_timeout_ms", 121),
                Map.entry("security.audited_refusals_per_second", 122),
                Map.entry("audit.file", "audit.log"),
                Map.entry("audit.key", AUDIT_KEY),
                Map.entry("audit.key_id", "k2"),
                Map.entry("audit.previous_keys", List.of(Map.of("id", "k1", "key", AUDIT_KEY))),
                Map.entry("audit.max_file_bytes", 5000),
                Map.entry("audit.rotate_daily", false),
                Map.entry("audit.max_files", 51),
                Map.entry("audit.tail_lines", 154),
                Map.entry("audit.queue_lines", 152),
                Map.entry("audit.fsync", "always"),
                Map.entry("audit.anchor_url", "https://anchors.example.com/a"),
                Map.entry("audit.anchor_secret", AUDIT_KEY),
                Map.entry("audit.anchor_interval_seconds", 153),
                Map.entry("security.anomalies.logins_per_address", Map.of("count", 201, "window_seconds", 202)),
                Map.entry("security.anomalies.logins_per_user", Map.of("count", 203, "window_seconds", 204)),
                Map.entry("security.anomalies.messages_per_user", Map.of("count", 205, "window_seconds", 206)),
                Map.entry("security.anomalies.accounts_per_address", Map.of("count", 207, "window_seconds", 208)),
                Map.entry("security.anomalies.addresses_per_account", Map.of("count", 209, "window_seconds", 210)),
                Map.entry("security.anomalies.max_tracked", 211),
                Map.entry("security.anomalies.max_per_minute", 212),
                Map.entry("security.max_bans", 123),
                Map.entry("security.ban_compare_ms", 124),
                Map.entry("security.automatic_bans.broken_frames.count", 220),
                Map.entry("security.automatic_bans.broken_frames.window_seconds", 221),
                Map.entry("security.automatic_bans.bad_credentials.count", 222),
                Map.entry("security.automatic_bans.bad_credentials.window_seconds", 223),
                Map.entry("security.automatic_bans.bad_tokens.count", 224),
                Map.entry("security.automatic_bans.bad_tokens.window_seconds", 225),
                Map.entry("security.automatic_bans.bad_api_keys.count", 226),
                Map.entry("security.automatic_bans.bad_api_keys.window_seconds", 227),
                Map.entry("security.automatic_bans.enabled", true),
                Map.entry("security.automatic_bans.first_seconds", 228),
                Map.entry("security.automatic_bans.max_seconds", 229),
                Map.entry("security.automatic_bans.remember_seconds", 230),
                Map.entry("security.automatic_bans.max_good_users", 231),
                Map.entry("security.automatic_bans.good_login_seconds", 232),
                Map.entry("security.automatic_bans.exempt_addresses", List.of("10.5.0.0/16")),
                Map.entry("security.automatic_bans.max_tracked", 233),
                Map.entry("security.automatic_bans.max_per_minute", 234),
                Map.entry("security.automatic_bans.max_bans", 235),
                Map.entry("messages.retention_days", 31),
                Map.entry("messages.max_per_inbox", 32),
                Map.entry("messages.dedupe_hours", 33),
                Map.entry("messages.idempotency_hours", 36),
                Map.entry("messages.max_idempotency_keys", 37),
                Map.entry("messages.max_inboxes", 34),
                Map.entry("messages.max_chats", 35),
                Map.entry("messages.max_total_bytes", 3_600_000),
                Map.entry("messages.undelivered_after_ms", 315),
                Map.entry("messages.max_undelivered_checks", 316),
                Map.entry("messages.max_held_messages", 317),
                Map.entry("messages.max_held_bytes", 65_600),
                Map.entry("messages.max_hold_seconds", 318),
                Map.entry("trace.duration_seconds", 301),
                Map.entry("trace.max_events", 302),
                Map.entry("trace.max_subjects", 303),
                Map.entry("plugins.directory", "extras"),
                Map.entry("plugins.sample_seconds", 304),
                Map.entry("plugins.threads", 305),
                Map.entry("plugins.queue_size", 306),
                Map.entry("plugins.max_timers", 307),
                Map.entry("plugins.event_queue_size", 308),
                Map.entry("plugins.lifecycle_timeout_ms", 309),
                Map.entry("plugins.hook_threads", 319),
                Map.entry("plugins.hook_timeout_ms", 320),
                Map.entry("plugins.limits.slow.hook_timeout_ms", 321),
                Map.entry("plugins.limits.slow.hooks.login.order", 322),
                Map.entry("plugins.limits.slow.hooks.login.timeout_ms", 323),
                Map.entry("plugins.limits.slow.hooks.login.on_failure", "open"),
                Map.entry("plugins.limits.slow.threads", 310),
                Map.entry("plugins.limits.slow.queue_size", 311),
                Map.entry("plugins.limits.slow.max_timers", 312),
                Map.entry("plugins.limits.slow.event_queue_size", 313),
                Map.entry("plugins.limits.slow.lifecycle_timeout_ms", 314),
                Map.entry("server.watch_config", false),
                Map.entry("server.watch_poll_seconds", 37),
                Map.entry("server.watchdog_seconds", 38),
                Map.entry("server.max_unauthenticated", 39),
                Map.entry("server.max_unauthenticated_message_bytes", 140),
                Map.entry("server.max_buffered_bytes", 41),
                Map.entry("security.max_unauthenticated_per_ip", 42),
                Map.entry("auth.max_token_bytes", 643)));

        assertThat(config)
                .isEqualTo(new GatewayConfig(
                        new ServerConfig(
                                "127.0.0.1",
                                1,
                                2,
                                false,
                                3,
                                Optional.of("n1"),
                                1003,
                                4,
                                5,
                                240,
                                241,
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9),
                                10,
                                39,
                                140,
                                41,
                                40,
                                new AcceptLimits(41, 42, 43, 44, 45, 46, 47),
                                new RolloutConfig(
                                        61,
                                        Optional.of("wss://n1.example/ws"),
                                        Duration.ofSeconds(62),
                                        Duration.ofSeconds(63)),
                                new EventStreamConfig(
                                        true, 64, 70, 65, 69, Duration.ofMillis(660), 67, Duration.ofSeconds(68)),
                                Optional.of(platforms),
                                Optional.of(routes),
                                false,
                                Duration.ofSeconds(37),
                                Duration.ofSeconds(38)),
                        new AuthConfig(
                                Duration.ofSeconds(11),
                                Duration.ofSeconds(12),
                                Duration.ofSeconds(112),
                                13,
                                643,
                                114,
                                Duration.ofSeconds(115)),
                        new SecurityConfig(
                                SecurityProfile.HARDENED,
                                List.of(AddressRange.parse("10.0.0.0/8")),
                                List.of(AddressRange.parse("10.1.0.0/16")),
                                new ClientAddressConfig(
                                        ClientAddressConfig.Source.FORWARDED,
                                        List.of(AddressRange.parse("10.2.0.1")),
                                        List.of(AddressRange.parse("10.2.0.2"))),
                                Set.of(new Origin("https://app.example.com")),
                                14,
                                new SecurityConfig.HandshakeLimits(242, 243, 244),
                                42,
                                15,
                                16,
                                17,
                                new UserLimits(
                                        40,
                                        41,
                                        42,
                                        43,
                                        44,
                                        Map.of(
                                                "bot",
                                                new RoleLimits(
                                                        OptionalLong.of(0),
                                                        OptionalLong.of(46),
                                                        OptionalLong.of(47),
                                                        OptionalLong.of(48),
                                                        OptionalLong.of(49),
                                                        OptionalLong.of(50)),
                                                "guest",
                                                new RoleLimits(
                                                        OptionalLong.empty(),
                                                        OptionalLong.empty(),
                                                        OptionalLong.of(51),
                                                        OptionalLong.empty(),
                                                        OptionalLong.empty(),
                                                        OptionalLong.empty())),
                                        Map.of(new CommandRange(5001, 5009), new CommandLimit(245, 246))),
                                18,
                                Duration.ofSeconds(19),
                                new FailedLoginLimits(20, 21, 22, 116),
                                23,
                                List.of(new ApiKey("billing", HASH, Set.of("push"))),
                                List.of(new ClientCertificate(
                                        "ops", Optional.of("CN=ops, O=Example"), Optional.empty(), Set.of("admin"))),
                                122,
                                new AnomalyConfig(
                                        threshold(201, 202),
                                        threshold(203, 204),
                                        threshold(205, 206),
                                        threshold(207, 208),
                                        threshold(209, 210),
                                        211,
                                        212),
                                new SecurityConfig.BanLimits(123, Duration.ofMillis(124)),
                                new AutomaticBanConfig(
                                        true,
                                        new AnomalyThreshold(220, Duration.ofSeconds(221)),
                                        new AnomalyThreshold(222, Duration.ofSeconds(223)),
                                        new AnomalyThreshold(224, Duration.ofSeconds(225)),
                                        new AnomalyThreshold(226, Duration.ofSeconds(227)),
                                        new AutomaticBanConfig.Lengths(
                                                Duration.ofSeconds(228),
                                                Duration.ofSeconds(229),
                                                Duration.ofSeconds(230)),
                                        new AutomaticBanConfig.GoodUsers(231, Duration.ofSeconds(232)),
                                        List.of(AddressRange.parse("10.5.0.0/16")),
                                        new AutomaticBanConfig.Bounds(233, 234, 235))),
                        new ProcessingConfig(
                                24,
                                25,
                                Duration.ofMillis(26),
                                2027,
                                28,
                                2029,
                                30,
                                512,
                                31,
                                32,
                                Duration.ofMillis(33),
                                34,
                                35,
                                117,
                                Duration.ofMillis(118),
                                123,
                                124,
                                new StoreRetryLimits(119, Duration.ofSeconds(120), Duration.ofMillis(121)),
                                new ProcessingConfig.HostCallLimits(125, 126)),
                        new MessagesConfig(
                                Duration.ofDays(31),
                                32,
                                Duration.ofHours(33),
                                Duration.ofHours(36),
                                37,
                                34,
                                35,
                                3_600_000,
                                new MessagesConfig.UndeliveredLimits(Duration.ofMillis(315), 316),
                                new MessagesConfig.HeldLimits(317, 65_600, Duration.ofSeconds(318))),
                        new TraceConfig(Duration.ofSeconds(301), 302, 303),
                        new AuditConfig(
                                Optional.of(Path.of("audit.log")),
                                Optional.of(new AuditKey("k2", AUDIT_KEY)),
                                List.of(new AuditKey("k1", AUDIT_KEY)),
                                5000,
                                false,
                                51,
                                152,
                                154,
                                AuditConfig.Fsync.ALWAYS,
                                new AuditAnchorConfig(
                                        Optional.of("https://anchors.example.com/a"),
                                        Optional.of(AUDIT_KEY),
                                        Duration.ofSeconds(153))),
                        new PluginsConfig(
                                Optional.of(Path.of("extras")),
                                Duration.ofSeconds(304),
                                319,
                                new PluginLimits(
                                        305, 306, 307, 308, Duration.ofMillis(309), Duration.ofMillis(320), Map.of()),
                                Map.of(
                                        "slow",
                                        new PluginLimits(
                                                310,
                                                311,
                                                312,
                                                313,
                                                Duration.ofMillis(314),
                                                Duration.ofMillis(321),
                                                Map.of(
                                                        HookKind.LOGIN,
                                                        new HookTerms(
                                                                Optional.of(322L),
                                                                Optional.of(Duration.ofMillis(323)),
                                                                Optional.of(OnFailure.OPEN))))))));
    }

    private static AnomalyThreshold threshold(int count, int seconds) {
        return new AnomalyThreshold(count, Duration.ofSeconds(seconds));
    }
}
