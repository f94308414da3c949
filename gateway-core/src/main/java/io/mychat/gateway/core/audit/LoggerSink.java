package io.mychat.gateway.core.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit of a gateway without {@code audit.file}: the logger {@code io.mychat.gateway.audit}, not chained. */
final class LoggerSink implements AuditSink {

    private static final Logger audit = LoggerFactory.getLogger("io.mychat.gateway.audit");

    @Override
    public void write(AuditLine line, boolean isWarning) {
        if (isWarning) {
            audit.warn(line.toString());
        } else if (audit.isInfoEnabled()) {
            audit.info(line.toString());
        }
    }
}
