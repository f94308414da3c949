package io.mychat.gateway.core;

import io.mychat.gateway.core.account.AccountChanges;
import io.mychat.gateway.core.auth.AuthManager;
import io.mychat.gateway.core.config.ConfigFault;
import io.mychat.gateway.core.config.ConfigFile;
import io.mychat.gateway.core.config.ConfigSnapshot;
import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.core.connection.ClientConnection;
import io.mychat.gateway.core.connection.ConnectionManager;
import io.mychat.gateway.core.handshake.HandshakeListener;
import io.mychat.gateway.core.processor.ProcessingOptions;
import io.mychat.gateway.core.processor.TaskRunner;
import io.mychat.gateway.core.reload.ReloadParticipant;
import io.mychat.gateway.core.router.RouterManager;
import io.mychat.gateway.core.security.AddressPolicy;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.auth.AccountChange;
import io.mychat.gateway.spi.session.Session;
import io.mychat.gateway.spi.transport.CloseReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The components that act when a new configuration takes effect; all others only read it. Thread-safe. */
final class ReloadTargets implements ReloadParticipant {

    private static final Logger log = LoggerFactory.getLogger(ReloadTargets.class);

    private final RouterManager router;
    private final TaskRunner tasks;
    private final ConnectionManager connections;
    private final AuthManager auth;
    private final AccountChanges accounts;

    ReloadTargets(
            RouterManager router,
            TaskRunner tasks,
            ConnectionManager connections,
            AuthManager auth,
            AccountChanges accounts) {
        this.router = router;
        this.tasks = tasks;
        this.connections = connections;
        this.auth = auth;
        this.accounts = accounts;
    }

    @Override
    public List<ConfigFault> check(ConfigSnapshot next, List<ConfiguredModule> running) {
        List<ConfigFault> faults = new ArrayList<>(router.faults(next.router()));
        for (int i = 0; i < running.size(); i++) {
            ModuleProvider.Module configured = next.modules().get(i).module();
            if (running.get(i).module() != configured) {
                running.get(i)
                        .module()
                        .check(configured)
                        .forEach(fault -> faults.add(StartupCheck.fault(ConfigFile.GATEWAY.fileName(), fault)));
            }
        }
        return faults;
    }

    @Override
    public ReloadResult apply(ConfigSnapshot now, List<ConfiguredModule> modules) {
        ReloadResult reloadResult = adopt(now.modules(), modules);
        router.adopt(now.router());
        tasks.resize(ProcessingOptions.of(now.gateway().processing()));
        closeForbidden(new AddressPolicy(now.gateway().security()));
        closeUntrusted();
        accounts.applyAll(reloadResult.accounts());
        return reloadResult;
    }

    private static ReloadResult adopt(List<ConfiguredModule> running, List<ConfiguredModule> configured) {
        List<String> changed = new ArrayList<>();
        List<String> restartNeeded = new ArrayList<>();
        Map<String, AccountChange> accounts = new HashMap<>();
        for (int i = 0; i < configured.size(); i++) {
            ConfiguredModule module = running.get(i);
            try {
                ReloadResult one = module.module().adopt(configured.get(i).module());
                changed.addAll(one.changed());
                restartNeeded.addAll(one.restartNeeded());
                accounts.putAll(one.accounts());
            } catch (RuntimeException | LinkageError e) {
                log.error("{} could not adopt its configuration and keeps the previous one", module.name(), e);
                restartNeeded.add(module.name());
            }
        }
        return new ReloadResult(changed, restartNeeded, accounts);
    }

    /** A session that is bound at the same time checks its signing key again itself, as for a revocation. */
    private void closeUntrusted() {
        for (ClientConnection client : connections.connections()) {
            Session session = client.sessionOrNull();
            if (session != null && !auth.trusts(client.signedBy())) {
                connections.terminator().end(session);
            }
        }
    }

    /** A connection that opens at the same time checks the lists again itself, see {@link HandshakeListener}. */
    private void closeForbidden(AddressPolicy addresses) {
        for (ClientConnection client : connections.connections()) {
            if (!addresses.allows(client.ip())) {
                client.close(CloseReason.ADDRESS_REFUSED, "address_refused");
            }
        }
        connections.hosted().refuse(address -> !addresses.allows(address), "address_refused");
    }
}
