package io.mychat.gateway.bench.peer;

/** A message from person to person, as the relays read it from JSON; a bean, for the sake of their libraries. */
public final class Said {

    private String to = "";
    private String content = "";
    private String id = "";

    /** For Jackson. */
    public Said() {}

    public String getTo() {
        return to;
    }

    public void setTo(String newTo) {
        to = newTo;
    }

    public String getContent() {
        return content;
    }

    public void setContent(String newContent) {
        content = newContent;
    }

    public String getId() {
        return id;
    }

    public void setId(String newId) {
        id = newId;
    }
}
