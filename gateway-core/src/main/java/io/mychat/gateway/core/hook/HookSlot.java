package io.mychat.gateway.core.hook;

/** The hooks in effect: none until the plug-ins have started. Thread-safe. */
public final class HookSlot {

    private volatile GatewayHooks hooks = GatewayHooks.NONE;

    public GatewayHooks get() {
        return hooks;
    }

    /** Sets the hooks of all plug-ins, before the gateway opens its ports. */
    public void set(GatewayHooks all) {
        hooks = all;
    }
}
