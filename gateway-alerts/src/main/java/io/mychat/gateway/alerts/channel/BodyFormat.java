package io.mychat.gateway.alerts.channel;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** How the body of a request is written, and what is done to a value inside it. */
enum BodyFormat {
    JSON("application/json; charset=utf-8") {
        @Override
        String escape(String value) {
            return new String(JsonStringEncoder.getInstance().quoteAsString(value));
        }
    },
    FORM("application/x-www-form-urlencoded; charset=utf-8") {
        @Override
        String escape(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    },
    TEXT("text/plain; charset=utf-8") {
        @Override
        String escape(String value) {
            return value;
        }
    };

    private final String contentType;

    BodyFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    abstract String escape(String value);
}
