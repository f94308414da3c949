package io.mychat.gateway.spi;

/**
 * Adds commands to a gateway. Found by {@link java.util.ServiceLoader}, or handed to the builder.
 *
 * <p>Life cycle: {@link #install} once, before the gateway accepts connections; {@link #close} once, after the last
 * handler has ended.
 */
public interface GatewayPlugin extends AutoCloseable {

    /** Registers the plug-in's handlers. Whatever it throws stops the gateway's start. */
    void install(HandlerRegistry handlers);

    /** Frees what the plug-in holds. */
    @Override
    default void close() {}
}
