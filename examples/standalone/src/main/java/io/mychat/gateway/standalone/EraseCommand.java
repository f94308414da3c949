package io.mychat.gateway.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.mychat.gateway.core.archive.UserErasure;
import io.mychat.gateway.core.audit.chain.AuditErasure;
import io.mychat.gateway.core.audit.chain.ChainRedaction;
import io.mychat.gateway.core.config.ConfigException;
import io.mychat.gateway.core.config.security.AuditConfig;
import io.mychat.gateway.spi.session.UserInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a person from the stores and from this gateway's audit. */
@Command(
        name = "erase",
        description = {
            "Removes a person: ends the sessions and tokens on all gateways, removes every conversation of the user from"
                    + " Redis, and puts a pseudonym into the audit of this machine. Remove the account first.",
            "The same command continues after a failure. On the other machines: --audit-only.",
            "Exit code 1: a gateway refuses, or something does not answer; the rest is not done."
        },
        mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {

    private static final int PSEUDONYM_BYTES = 8;

    @Mixin
    private final ArchiveOptions options = new ArchiveOptions();

    @Mixin
    private final AdministratorCall administrator = new AdministratorCall();

    @Parameters(paramLabel = "USER", description = "the user id")
    private @Nullable String userId;

    @Option(
            names = "--also-named",
            paramLabel = "NAME",
            description = "a login name of the user that differs from the user id; for the audit")
    private @Nullable List<String> names;

    @Option(names = "--audit-only", description = "only the audit of this machine")
    private boolean auditOnly;

    @Option(names = "--no-gateway", description = "no gateway runs: there are no sessions to end")
    private boolean noGateway;

    @Override
    public Integer call() throws InterruptedException {
        if (Objects.requireNonNull(userId).isBlank() || userId.equals(UserInfo.SYSTEM)) {
            options.err().println("USER is a person's user id, neither empty nor '" + UserInfo.SYSTEM + "'");
            return GatewayCommand.UNUSABLE;
        }
        int result = auditOnly || noGateway ? 0 : endAccess(userId);
        if (result == 0 && !auditOnly) {
            result = eraseMessages(userId);
        }
        return result == 0 ? redactAudit(userId) : result;
    }

    private int endAccess(String user) throws InterruptedException {
        return administrator.run(() -> {
            JsonNode kicked = administrator
                    .post("/api/connections/kick", Map.of("user_id", user, "revoke", true, "reason", "erased"))
                    .path("kicked");
            if (!kicked.isInt()) {
                throw new IOException("the answer is not that of a gateway");
            }
            options.out().println(kicked.asInt() + " sessions ended, tokens revoked");
            return 0;
        });
    }

    private int eraseMessages(String user) {
        return options.run(
                archive -> {
                    UserErasure.Removed removed = new UserErasure(archive).run(user, so -> {
                        if (options.isProgressDue()) {
                            options.err().println(text(so));
                        }
                    });
                    options.out().println(text(removed));
                    return 0;
                },
                "Run the command again");
    }

    private static String text(UserErasure.Removed removed) {
        return removed.chats() + " conversations removed, " + removed.entries() + " messages and inbox entries";
    }

    private int redactAudit(String user) {
        try {
            AuditConfig audit =
                    InstalledGateway.builder().config(options.config()).auditSettings();
            if (audit.file().isEmpty()) {
                options.out().println("no audit.file is configured: the log has the audit, and is not changed");
                return 0;
            }
            Set<String> all = new LinkedHashSet<>(Set.of(user));
            all.addAll(names == null ? List.of() : names);
            byte[] random = new byte[PSEUDONYM_BYTES];
            RandomGenerator.of("SecureRandom").nextBytes(random);
            String pseudonym = "erased-" + HexFormat.of().formatHex(random);
            ChainRedaction redaction = new ChainRedaction(audit.keys(), all, pseudonym, Instant.now());
            ChainRedaction.Result result = new AuditErasure(audit.file().get(), redaction).run();
            options.out().println(result.redacted() + " lines of the audit have a pseudonym now");
            if (result.left() > 0) {
                options.err()
                        .println(result.left() + " lines of the audit cannot be verified and stay as they are:"
                                + " verify-audit names them");
            }
            return result.left() > 0 ? ArchiveOptions.FAILED : 0;
        } catch (ConfigException e) {
            e.faults().forEach(fault -> options.err().println(fault));
            return GatewayCommand.UNUSABLE;
        } catch (IOException e) {
            options.err().println("The audit could not be changed: " + e.getMessage());
            return ArchiveOptions.FAILED;
        }
    }
}
