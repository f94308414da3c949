package chat;

import io.mychat.gateway.spi.session.Sessions;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A page of the application's own, on its port: how many people are online. */
@Path("/online")
public class OnlineResource {

    @Inject
    Sessions sessions;

    @GET
    public String online() {
        return Long.toString(sessions.onlineCount());
    }
}
