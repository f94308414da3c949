/** The gateway itself: {@link io.mychat.gateway.core.GatewayServer} is its only door. */
@SuppressWarnings("module") // gateway-test is built after this module.
module io.mychat.gateway.core {
    requires transitive io.mychat.gateway.spi;
    requires static org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.github.f4b6a3.uuid;
    requires inet.ipaddr;
    requires java.management;
    requires java.net.http;
    requires jdk.management;
    requires org.slf4j;

    exports io.mychat.gateway.core;
    exports io.mychat.gateway.core.archive;
    exports io.mychat.gateway.core.audit.chain;
    exports io.mychat.gateway.core.config;
    exports io.mychat.gateway.core.config.security;
    exports io.mychat.gateway.core.status;
    // The nodes of a test's cluster share the embedded stores.
    exports io.mychat.gateway.core.store to
            io.mychat.gateway.test;

    // Cluster messages are bound to records.
    opens io.mychat.gateway.core.cluster to
            com.fasterxml.jackson.databind;

    uses io.mychat.gateway.spi.GatewayPlugin;
    uses io.mychat.gateway.spi.ModuleProvider;

    provides io.mychat.gateway.spi.message.MessageParser with
            io.mychat.gateway.core.codec.UnifiedMessageParser;
}
