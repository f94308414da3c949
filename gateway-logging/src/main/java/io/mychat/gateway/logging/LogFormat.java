package io.mychat.gateway.logging;

/** {@code logging.format}: the form of a line. */
enum LogFormat {
    /** The line of specification 9.2. */
    TEXT,
    /** A JSON object for each line. */
    JSON
}
