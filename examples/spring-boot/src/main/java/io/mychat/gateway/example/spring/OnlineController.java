package io.mychat.gateway.example.spring;

import io.mychat.gateway.spi.session.Sessions;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A page of the application's own, on the same port: how many people are online. */
@RestController
class OnlineController {

    private final Sessions sessions;

    OnlineController(Sessions sessions) {
        this.sessions = sessions;
    }

    @GetMapping("/online")
    Map<String, Long> online() {
        return Map.of("online", sessions.onlineCount());
    }
}
