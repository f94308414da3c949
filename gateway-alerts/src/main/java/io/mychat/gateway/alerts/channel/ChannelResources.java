package io.mychat.gateway.alerts.channel;

import io.mychat.gateway.spi.time.TimeSource;

/** What the channels share. Thread-safe. */
public final class ChannelResources {

    private final TimeSource time;
    private final HttpPoster http = new HttpPoster();

    public ChannelResources(TimeSource time) {
        this.time = time;
    }

    TimeSource time() {
        return time;
    }

    HttpPoster http() {
        return http;
    }
}
