package io.mychat.gateway.spi;

/**
 * Adds commands to a gateway. {@link java.util.ServiceLoader} finds it, or the host gives it to the builder.
 *
 * <p>Life cycle: {@link #install} is called once, before the gateway accepts connections; {@link #close} is called
 * once, after the last handler has ended.
 */
public interface GatewayPlugin extends AutoCloseable {

    /** Registers the plug-in's handlers. An exception ends the start of the gateway. */
    void install(HandlerRegistry handlers);

    /** Releases the plug-in's resources. */
    @Override
    default void close() {}
}
