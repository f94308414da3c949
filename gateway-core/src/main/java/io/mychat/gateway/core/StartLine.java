package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.transport.AddressText;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The line that a start logs: what the gateway serves, and with what. */
final class StartLine {

    private StartLine() {}

    static String of(Lifecycle.Ports ports, AdapterRegistry adapters, List<ConfiguredModule> modules) {
        StringBuilder line = new StringBuilder("Gateway serves WebSocket on ").append(place(ports.webSocket()));
        if (ports.http().isPresent()) {
            line.append(" and HTTP on ").append(place(ports.http().get()));
        }
        if (ports.management().isPresent()) {
            line.append(", management on ").append(place(ports.management().get()));
        }
        line.append(", as node ").append(adapters.nodeId());
        line.append(adapters.find(NodeBus.class).isPresent() ? " of a cluster" : " alone");
        String separator = "; modules: ";
        for (ConfiguredModule module : modules) {
            line.append(separator).append(module.name());
            separator = ", ";
        }
        return line.append("; stores: sessions in ")
                .append(store(adapters, SessionStore.class))
                .append(", tokens in ")
                .append(store(adapters, TokenStore.class))
                .append(", messages in ")
                .append(store(adapters, MessageStore.class))
                .toString();
    }

    private static String place(InetSocketAddress address) {
        return address.isUnresolved() ? "the server of its host" : AddressText.of(address);
    }

    private static String store(AdapterRegistry adapters, Class<?> port) {
        Optional<?> store = adapters.find(port);
        return store.isPresent() ? name(store.get().getClass()) : "memory";
    }

    private static String name(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }
}
