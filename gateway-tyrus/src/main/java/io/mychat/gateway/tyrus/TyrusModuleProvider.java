package io.mychat.gateway.tyrus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.config.ModuleSettings;
import io.mychat.gateway.transport.undertow.UndertowModuleProvider;
import java.util.Set;
import java.util.TreeSet;

/** The transport's own module with a host's endpoints, their section of the configuration, and their metrics. */
final class TyrusModuleProvider implements ModuleProvider {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TyrusHost host;
    private final ModuleProvider transport;

    TyrusModuleProvider(TyrusHost host) {
        this.host = host;
        this.transport = UndertowModuleProvider.with(host);
    }

    /** That of the transport, whose place it takes. */
    @Override
    public String name() {
        return transport.name();
    }

    @Override
    public Set<String> sections() {
        Set<String> sections = new TreeSet<>(transport.sections());
        sections.add("host_endpoints");
        return sections;
    }

    @Override
    public String schema() {
        try {
            ObjectNode both = (ObjectNode) JSON.readTree(transport.schema());
            ObjectNode own = (ObjectNode) JSON.readTree(ModuleProvider.super.schema());
            both.withObjectProperty("properties").setAll(own.withObjectProperty("properties"));
            return both.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema of this project is no JSON", e);
        }
    }

    @Override
    public Module configure(ModuleSettings settings) {
        return new TyrusModule(transport.configure(settings), host, EndpointBounds.read(settings));
    }
}
