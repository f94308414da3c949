package io.mychat.gateway.core.watch;

import io.mychat.gateway.spi.event.HealthIndicator.Status;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Checks that a port accepts connections. The repair opens it again. */
public final class PortCheck implements LivenessCheck {

    private final String name;
    private final BooleanSupplier accepting;
    private final Opening again;

    /** Opens a port. */
    @FunctionalInterface
    public interface Opening {

        /** @return whether the port is open now; false: it cannot be opened again */
        boolean open() throws IOException;
    }

    public PortCheck(String name, BooleanSupplier accepting, Opening again) {
        this.name = name;
        this.accepting = accepting;
        this.again = again;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> fault() {
        return accepting.getAsBoolean() ? Optional.empty() : Optional.of("accepts no connections");
    }

    @Override
    public Repair repair() {
        try {
            return again.open() ? new Repair.Tried("was opened again") : Repair.NONE;
        } catch (IOException e) {
            return new Repair.Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Status severity() {
        return Status.UNHEALTHY;
    }
}
