package io.mychat.gateway.spi.alert;

import java.util.List;

/**
 * The alerts that fire now, for people who look. A module that follows rules offers it. Thread-safe; answers at once.
 *
 * @since 0.1.0
 */
public interface ActiveAlerts {

    /** Whether rules are followed; false when alerts are switched off. */
    boolean isWatching();

    /**
     * The firing alerts as this node saw them at its last look, in no order. An alert of a whole cluster fires on each
     * node that sees it. Bounded by the module's settings.
     */
    List<Alert> firing();
}
