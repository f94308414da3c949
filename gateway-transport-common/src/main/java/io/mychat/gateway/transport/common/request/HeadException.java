package io.mychat.gateway.transport.common.request;

/** The head of a request is refused. */
public final class HeadException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RequestRefusal refusal;

    public HeadException(RequestRefusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    HeadException(String error, String detail) {
        this(RequestRefusal.badRequest(error, detail));
    }

    public RequestRefusal refusal() {
        return refusal;
    }
}
