package io.mychat.gateway.transport.undertow.accept;

/** The head of a request is refused. */
final class HeadException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RequestRefusal refusal;

    HeadException(RequestRefusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    HeadException(String error, String detail) {
        this(RequestRefusal.badRequest(error, detail));
    }

    RequestRefusal refusal() {
        return refusal;
    }
}
