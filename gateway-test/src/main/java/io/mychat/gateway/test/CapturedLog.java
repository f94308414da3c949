package io.mychat.gateway.test;

/** The log of a gateway, as a suppressed exception of the failed test, because every test runner prints these. */
final class CapturedLog extends Exception {

    private static final long serialVersionUID = 1;

    CapturedLog(String lines) {
        super("the log of the gateway:\n" + lines.indent(4).stripTrailing(), null, false, false);
    }
}
