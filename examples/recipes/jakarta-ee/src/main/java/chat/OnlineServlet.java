package chat;

import io.mychat.gateway.spi.session.Sessions;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A page of the application's own: how many people are online. */
@WebServlet("/online")
public class OnlineServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient Sessions sessions;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(sessions.onlineCount());
    }
}
