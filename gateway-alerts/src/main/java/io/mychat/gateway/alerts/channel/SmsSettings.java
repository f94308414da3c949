package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.alert.AlertChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider of text messages.
 *
 * @param to the receivers' numbers
 * @param success a text of an answer that means success; empty: the status decides
 * @param maxCharacters the longest text
 */
record SmsSettings(TargetUrl url, Request request, List<String> to, Optional<String> success, int maxCharacters)
        implements ChannelSettings {

    /**
     * The request.
     *
     * @param body with {@code {text}}, {@code {to}} and {@code {id}}
     */
    record Request(Map<String, Secret> headers, BodyFormat format, String body) {

        Request {
            headers = Map.copyOf(headers);
        }
    }

    SmsSettings {
        to = List.copyOf(to);
    }

    @Override
    public AlertChannel open(String name, ChannelResources resources) {
        return new SmsChannel(name, this, resources.http());
    }
}
