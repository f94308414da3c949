package io.mychat.gateway.core;

import io.mychat.gateway.core.config.ConfigSnapshot.ConfiguredModule;
import io.mychat.gateway.spi.auth.TokenStore;
import io.mychat.gateway.spi.chat.MessageStore;
import io.mychat.gateway.spi.session.NodeBus;
import io.mychat.gateway.spi.session.SessionStore;
import io.mychat.gateway.spi.transport.AddressText;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/** The line that a start logs: what the gateway serves, and with what. */
final class StartLine {

    private StartLine() {}

    static String of(Lifecycle.Ports ports, AdapterRegistry adapters, List<ConfiguredModule> modules) {
        StringBuilder line = new StringBuilder("Gateway serves WebSocket on ").append(place(ports.webSocket()));
        ports.http().ifPresent(address -> line.append(" and HTTP on ").append(place(address)));
        ports.management().ifPresent(address -> line.append(", management on ").append(place(address)));
        line.append(", as node ").append(adapters.nodeId());
        line.append(adapters.find(NodeBus.class).isPresent() ? " of a cluster" : " alone");
        line.append("; modules: ")
                .append(modules.stream().map(ConfiguredModule::name).collect(Collectors.joining(", ")));
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
        return adapters.find(port).map(store -> name(store.getClass())).orElse("memory");
    }

    private static String name(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }
}
