package chat;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.mychat.gateway.spi.session.Sessions;

/** A page of the application's own, on its port: how many people are online. */
@Controller("/online")
final class OnlineController {

    private final Sessions sessions;

    OnlineController(Sessions sessions) {
        this.sessions = sessions;
    }

    @Get
    String online() {
        return Long.toString(sessions.onlineCount());
    }
}
