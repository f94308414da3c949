package io.mychat.gateway.logging;

import io.mychat.gateway.spi.ModuleProvider;
import io.mychat.gateway.spi.ModuleServices;
import io.mychat.gateway.spi.ReloadResult;
import io.mychat.gateway.spi.config.ConfigSection;
import io.mychat.gateway.spi.config.ModuleSettings;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * LogManager of specification 2.2: applies section {@code logging} (specification 7.1 and 9.2) to Logback. Without the
 * section nothing changes. When SLF4J logs with another library, the section is checked and a warning says that it has
 * no effect.
 *
 * @since 0.1.0
 */
public final class LoggingModuleProvider implements ModuleProvider {

    private static final String GATEWAY = "io.mychat.gateway";

    private final String scope;

    /** For a host application: level and file are those of the gateway's own loggers. Found by ServiceLoader. */
    public LoggingModuleProvider() {
        this(GATEWAY);
    }

    private LoggingModuleProvider(String scope) {
        this.scope = scope;
    }

    /** For a process that is nothing but a gateway: level and file are those of all loggers. */
    public static LoggingModuleProvider ofProcess() {
        return new LoggingModuleProvider(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    public String name() {
        return "gateway-logging";
    }

    @Override
    public Set<String> sections() {
        return Set.of("logging");
    }

    @Override
    public Module configure(ModuleSettings settings) {
        ConfigSection section = settings.section("logging");
        LoggingSettings read = LoggingSettings.read(settings);
        if (!isLogback()) {
            section.keys().stream().sorted().findFirst().ifPresent(key -> section.warn(key, withoutLogback()));
            return new Logging(scope, read, false);
        }
        read.checkFile(section);
        return new Logging(scope, read, section.isPresent());
    }

    private static boolean isLogback() {
        try {
            return LogbackSetup.isBound();
        } catch (LinkageError e) { // Logback is not on the class path
            return false;
        }
    }

    static String withoutLogback() {
        return "section logging has no effect: SLF4J logs with "
                + LoggerFactory.getILoggerFactory().getClass().getName()
                + ", and gateway-logging sets up only Logback. Add logback-classic, or set up that library and remove"
                + " the section";
    }

    /** Opens the log's files again, because another program may have renamed them. Thread-safe. */
    public void reopen() {
        if (isLogback()) {
            LogbackSetup.of(scope).reopen();
        }
    }

    /** The configured log. A reload can change levels and the format, but not the file. */
    private static final class Logging implements Module {

        private final String scope;
        private final LoggingSettings settings;
        private final boolean effective;
        private @Nullable LogbackSetup setup;

        Logging(String scope, LoggingSettings settings, boolean effective) {
            this.scope = scope;
            this.settings = settings;
            this.effective = effective;
        }

        @Override
        public Optional<Set<Class<?>>> ports() {
            return Optional.of(Set.of());
        }

        @Override
        public void create(ModuleServices services) {
            if (effective) {
                setup().begin(settings);
            }
        }

        @Override
        public ReloadResult adopt(Module next) {
            Logging now = (Logging) next;
            if (setup != null || now.effective) {
                setup().adopt(now.settings);
            }
            return ReloadResult.nothing();
        }

        private LogbackSetup setup() {
            LogbackSetup existing = setup;
            if (existing == null) {
                existing = LogbackSetup.of(scope);
                setup = existing;
            }
            return existing;
        }
    }
}
