package io.mychat.gateway.core.audit;

/** Receives the lines of the audit. Thread-safe; never blocks, since the threads of events call it. */
interface AuditSink {

    /** @param isWarning whether an operator should look at the line */
    void write(AuditLine line, boolean isWarning);
}
