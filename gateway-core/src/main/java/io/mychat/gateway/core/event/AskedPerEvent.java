package io.mychat.gateway.core.event;

import io.mychat.gateway.spi.event.GatewayListener;

/**
 * A listener of the gateway itself that is asked for each event whether it accepts it. Others are asked once for each type, which
 * loads the classes of all events. What it accepts never changes.
 */
public interface AskedPerEvent extends GatewayListener {}
