/** The contracts between the gateway's core, its adapters, plug-ins and a host application. */
module io.mychat.gateway.spi {
    requires static transitive org.jspecify;

    exports io.mychat.gateway.spi;
    exports io.mychat.gateway.spi.alert;
    exports io.mychat.gateway.spi.auth;
    exports io.mychat.gateway.spi.backend;
    exports io.mychat.gateway.spi.ban;
    exports io.mychat.gateway.spi.chat;
    exports io.mychat.gateway.spi.codec;
    exports io.mychat.gateway.spi.config;
    exports io.mychat.gateway.spi.event;
    exports io.mychat.gateway.spi.hook;
    exports io.mychat.gateway.spi.login;
    exports io.mychat.gateway.spi.message;
    exports io.mychat.gateway.spi.page;
    exports io.mychat.gateway.spi.session;
    exports io.mychat.gateway.spi.threads;
    exports io.mychat.gateway.spi.time;
    exports io.mychat.gateway.spi.trace;
    exports io.mychat.gateway.spi.transport;

    uses io.mychat.gateway.spi.message.MessageParser;
}
